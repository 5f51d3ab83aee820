import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { unsqueezed } from './arithmetic/unsqueezed.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type unsqueeze from './unsqueeze.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof unsqueeze>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  return [tf.reshape(x, [...unsqueezed(x.shape, p.axes)])];
};
