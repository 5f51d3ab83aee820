import { broadcastShape, frontAxes } from './arithmetic/normalization.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type groupNormalization from './group-normalization.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation: the channel axis is split into groups in place, no transpose needed. */
export const forward: Forward<ParametersOf<typeof groupNormalization>> = (
  tf,
  { parameters: p, inputs, weights: { gamma, beta } },
) => {
  const x = soleInput(inputs);
  const [along = x.rank - 1] = frontAxes([p.axis], x.rank);
  const channels = x.shape[along] ?? 1;
  const groups = p.groups === -1 ? channels : p.groups;
  // All before the channels but the batch, the groups, the channels of a group, all behind.
  const before = x.shape.slice(1, along).reduce((product, extent) => product * extent, 1);
  const split = tf.reshape(x, [x.shape[0] ?? 1, before, groups, channels / groups, -1]);
  const mean = tf.mean(split, [1, 3, 4], true);
  const centered = tf.sub(split, mean);
  const variance = tf.mean(tf.square(centered), [1, 3, 4], true);
  const unit: Tensor = tf.reshape(tf.mul(centered, tf.rsqrt(tf.add(variance, p.epsilon))), x.shape);
  const shape = [...broadcastShape(x.rank, [along], [channels])];
  const scaled = gamma ? tf.mul(unit, tf.reshape(gamma, shape)) : unit;
  return [beta ? tf.add(scaled, tf.reshape(beta, shape)) : scaled];
};
