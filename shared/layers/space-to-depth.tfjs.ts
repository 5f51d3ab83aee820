import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type spaceToDepth from './space-to-depth.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation by the definition in ONNX, channels first. */
export const forward: Forward<ParametersOf<typeof spaceToDepth>> = (tf, { parameters: p, inputs }) => {
  const given = soleInput(inputs);
  const isFirst = p.data_format === 'channels_first';
  const x = isFirst ? given : tf.transpose(given, [0, 3, 1, 2]);
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const b = p.block_size;
  const blocks = tf.transpose(tf.reshape(x, [n, c, h / b, b, w / b, b]), [0, 3, 5, 1, 2, 4]);
  const image = tf.reshape(blocks, [n, c * b * b, h / b, w / b]);
  return [isFirst ? image : tf.transpose(image, [0, 2, 3, 1])];
};
