import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type permute from './permute.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation, so that one axis and other element types work too. */
export const forward: Forward<ParametersOf<typeof permute>> = (tf, { parameters: p, inputs }) => [
  tf.transpose(soleInput(inputs), [0, ...p.dims]),
];
