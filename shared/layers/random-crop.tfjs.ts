import { applyResize } from './arithmetic/image-resizing.tfjs.ts';
import { smartResize } from './arithmetic/image-resizing.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { spatialAxesOf } from './arithmetic/windows.ts';
import type { ParametersOf } from './contract.ts';
import type randomCrop from './random-crop.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomCrop>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  const [rows = 1, columns = 2] = spatialAxesOf(p.data_format, 4);
  const [height, width] = [x.shape[rows] ?? 0, x.shape[columns] ?? 0];
  if (!training || height <= p.height || width <= p.width) return [applyResize(tf, x, smartResize(p))];
  // The places are tensors: a recorded step draws them anew each time.
  const part = (images: Tensor, axis: number, extent: number, kept: number) => {
    const start = tf.floor(random.uniform([1], 0, extent - kept + 1));
    return tf.gather(images, tf.cast(tf.add(start, tf.range(0, kept)), 'int32'), axis);
  };
  return [part(part(x, rows, height, p.height), columns, width, p.width)];
};
