import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type cumSum from './cum-sum.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof cumSum>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  return [tf.cumsum(x, p.axis < 0 ? p.axis + x.rank : p.axis, p.exclusive, p.reverse)];
};
