import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type prelu from './prelu.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation: relu(x) − alpha × relu(−x), as Keras writes it. */
export const forward: Forward<ParametersOf<typeof prelu>> = (tf, { inputs, weights: { alpha } }) => {
  const x = soleInput(inputs);
  if (!alpha) throw new Error('PReLU was called without its slopes.');
  return [tf.sub(tf.relu(x), tf.mul(alpha, tf.relu(tf.neg(x))))];
};
