import { broadcastShape, frontAxes } from './arithmetic/normalization.ts';
import type { ParametersOf } from './contract.ts';
import type layerNormalization from './layer-normalization.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation so that any list of axes works, in any order, as in Keras. */
export const forward: Forward<ParametersOf<typeof layerNormalization>> = (
  tf,
  { parameters: p, inputs: [x], weights: { gamma, beta } },
) => {
  if (!x) throw new Error('LayerNormalization was called without its input.');
  const axes = frontAxes(p.axis, x.rank);
  const shape = broadcastShape(
    x.rank,
    axes,
    axes.map(axis => x.shape[axis] ?? 1),
  );
  const { mean, variance } = tf.moments(x, [...axes], true);
  const unit: Tensor = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, p.epsilon)));
  const scaled = gamma ? tf.mul(unit, tf.reshape(gamma, [...shape])) : unit;
  return [beta ? tf.add(scaled, tf.reshape(beta, [...shape])) : scaled];
};
