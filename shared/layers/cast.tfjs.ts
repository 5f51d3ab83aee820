import { engineType } from './arithmetic/engine-dtype.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type cast from './cast.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof cast>> = (tf, { parameters: p, inputs }) => [
  tf.cast(soleInput(inputs), engineType(p.dtype)),
];
