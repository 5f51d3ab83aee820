import type concat from './concat.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof concat>> = (tf, { parameters: p, inputs }) => {
  const [first] = inputs;
  return [tf.concat([...inputs], p.axis < 0 ? p.axis + (first?.rank ?? 0) : p.axis)];
};
