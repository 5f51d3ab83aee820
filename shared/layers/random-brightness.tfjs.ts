import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type randomBrightness from './random-brightness.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof randomBrightness>> = (
  tf,
  { parameters: p, inputs, training, random },
) => {
  const x = soleInput(inputs);
  if (!training) return [x];
  const [low, high] = p.value_range;
  const share = random.uniform([x.shape[0] ?? 1, 1, 1, 1], p.factor[0], p.factor[1]);
  return [tf.clipByValue(tf.add(x, tf.mul(share, high - low)), low, high)];
};
