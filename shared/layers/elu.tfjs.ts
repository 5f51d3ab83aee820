import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type elu from './elu.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs refuses an alpha other than 1. */
export const forward: Forward<ParametersOf<typeof elu>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  if (p.alpha === 1) return [tf.elu(x)];
  const negative = tf.mul(tf.elu(tf.minimum(x, 0)), p.alpha);
  return [tf.add(tf.relu(x), negative)];
};
