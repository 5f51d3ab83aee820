import { applyResize } from './arithmetic/image-resizing.tfjs.ts';
import { smartResize } from './arithmetic/image-resizing.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { spatialAxesOf } from './arithmetic/windows.ts';
import type centerCrop from './center-crop.ts';
import { cropStarts } from './center-crop.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs's stock layer interpolates between other pixel positions. */
export const forward: Forward<ParametersOf<typeof centerCrop>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const [rows = 1, columns = 2] = spatialAxesOf(p.data_format, 4);
  const starts = cropStarts(p, [x.shape[rows] ?? 0, x.shape[columns] ?? 0]);
  if (!starts) return [applyResize(tf, x, smartResize(p))];
  const begin = x.shape.map((_, axis) => (axis === rows ? starts[0] : axis === columns ? starts[1] : 0));
  const size = x.shape.map((extent, axis) =>
    axis === rows ? p.height : axis === columns ? p.width : extent,
  );
  return [tf.slice(x, begin, size)];
};
