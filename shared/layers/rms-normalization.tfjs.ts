import { frontAxes } from './arithmetic/normalization.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type rmsNormalization from './rms-normalization.ts';
import type { Forward } from './tfjs-contract.ts';

/** scale · x / √(mean(x²) + epsilon); the scale stands on the last axes and so stretches by itself. */
export const forward: Forward<ParametersOf<typeof rmsNormalization>> = (
  tf,
  { parameters: p, inputs, weights: { scale } },
) => {
  const x = soleInput(inputs);
  if (!scale) throw new Error('RMSNormalization was called without its scale.');
  const mean = tf.mean(tf.square(x), [...frontAxes(p.axis, x.rank)], true);
  return [tf.mul(tf.mul(x, tf.rsqrt(tf.add(mean, p.epsilon))), scale)];
};
