import { engineType, wholeNumbersOf } from './arithmetic/engine-dtype.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type constantOfShape from './constant-of-shape.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof constantOfShape>> = (tf, { parameters: p, inputs }) => [
  tf.cast(tf.fill([...wholeNumbersOf(soleInput(inputs))], p.value), engineType(p.dtype)),
];
