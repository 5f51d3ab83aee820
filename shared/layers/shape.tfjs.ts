import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type shape from './shape.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof shape>> = (tf, { parameters: p, inputs }) => [
  tf.tensor1d(soleInput(inputs).shape.slice(p.start, p.end ?? undefined), 'int32'),
];
