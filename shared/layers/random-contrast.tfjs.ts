import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { spatialAxesOf } from './arithmetic/windows.ts';
import type { ParametersOf } from './contract.ts';
import type randomContrast from './random-contrast.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomContrast>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training) return [x];
  const strength = random.uniform([x.shape[0] ?? 1, 1, 1, 1], 1 - p.factor[0], 1 + p.factor[1]);
  const mean = tf.mean(x, [...spatialAxesOf(p.data_format, 4)], true);
  const changed = tf.add(tf.mul(tf.sub(x, mean), strength), mean);
  return [tf.clipByValue(changed, p.value_range[0], p.value_range[1])];
};
