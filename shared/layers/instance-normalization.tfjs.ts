import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type instanceNormalization from './instance-normalization.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof instanceNormalization>> = (
  tf,
  { parameters: p, inputs, weights: { scale, bias } },
) => {
  const x = soleInput(inputs);
  if (!scale || !bias) throw new Error('InstanceNormalization was called without its weights.');
  const channel = p.data_format === 'channels_first' ? 1 : x.rank - 1;
  const spatial = x.shape.map((_, axis) => axis).filter(axis => axis !== 0 && axis !== channel);
  const broadcast = x.shape.map((extent, axis) => (axis === channel ? extent : 1));
  const { mean, variance } = tf.moments(x, spatial, true);
  const unit = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, p.epsilon)));
  return [tf.add(tf.mul(unit, tf.reshape(scale, broadcast)), tf.reshape(bias, broadcast))];
};
