import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type transpose from './transpose.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof transpose>> = (tf, { parameters: p, inputs }) => [
  tf.transpose(soleInput(inputs), p.perm ? [...p.perm] : undefined),
];
