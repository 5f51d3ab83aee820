import { concatenationAxis } from './arithmetic/merging.ts';
import type concatenate from './concatenate.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation, the same on every engine. */
export const forward: Forward<ParametersOf<typeof concatenate>> = (tf, { parameters: p, inputs }) => [
  tf.concat([...inputs], concatenationAxis(p.axis, inputs[0]?.rank ?? 0)),
];
