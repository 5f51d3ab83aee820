import type { Rank } from '@tensorflow/tfjs';
import { moveAxis } from './arithmetic/normalization.ts';
import type { ParametersOf } from './contract.ts';
import type localResponseNormalization from './local-response-normalization.ts';
import type { Forward } from './tfjs-contract.ts';

/** tfjs has the operation for maps of rank 4; other ranks go through it as one row of positions. */
export const forward: Forward<ParametersOf<typeof localResponseNormalization>> = (
  tf,
  { parameters: p, inputs: [x] },
) => {
  if (!x) throw new Error('LocalResponseNormalization was called without its input.');
  const isLast = p.data_format === 'channels_last' || x.rank === 2;
  const { there, back } = moveAxis(x.rank, isLast ? x.rank - 1 : 1, x.rank - 1);
  const channelsLast = isLast ? x : tf.transpose(x, [...there]);
  const channels = channelsLast.shape.at(-1) ?? 1;
  const row = tf.reshape<Rank.R4>(channelsLast, [1, 1, -1, channels]);
  const normalized = tf.localResponseNormalization(row, p.depth_radius, p.bias, p.alpha, p.beta);
  const shaped = tf.reshape(normalized, channelsLast.shape);
  return [isLast ? shaped : tf.transpose(shaped, [...back])];
};
