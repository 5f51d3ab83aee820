import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type flattenTensor from './flatten-tensor.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof flattenTensor>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const before = x.shape.slice(0, p.axis < 0 ? p.axis + x.rank : p.axis);
  const rows = before.reduce((product, extent) => product * extent, 1);
  return [tf.reshape(x, [rows, rows === 0 ? 0 : x.size / rows])];
};
