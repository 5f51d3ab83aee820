import type argMax from './arg-max.ts';
import { argExtreme } from './arithmetic/arg-reduction.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward<ParametersOf<typeof argMax>> = (tf, { parameters: p, inputs }) => [
  argExtreme(tf, soleInput(inputs), 'argMax', p),
];
