import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type depthToSpace from './depth-to-space.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation by the definition in ONNX, channels first. */
export const forward: Forward<ParametersOf<typeof depthToSpace>> = (tf, { parameters: p, inputs }) => {
  const given = soleInput(inputs);
  const isFirst = p.data_format === 'channels_first';
  const x = isFirst ? given : tf.transpose(given, [0, 3, 1, 2]);
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const b = p.block_size;
  const depth = c / (b * b);
  const spread =
    p.mode === 'DCR'
      ? tf.transpose(tf.reshape(x, [n, b, b, depth, h, w]), [0, 3, 4, 1, 5, 2])
      : tf.transpose(tf.reshape(x, [n, depth, b, b, h, w]), [0, 1, 4, 2, 5, 3]);
  const image = tf.reshape(spread, [n, depth, h * b, w * b]);
  return [isFirst ? image : tf.transpose(image, [0, 2, 3, 1])];
};
