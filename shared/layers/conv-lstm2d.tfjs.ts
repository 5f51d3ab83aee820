import { applyConvLstm } from './arithmetic/conv-lstm.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type convLstm2d from './conv-lstm2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs draws its masks outside the run's seed. */
export const forward: Forward<ParametersOf<typeof convLstm2d>> = (tf, context) => [
  applyConvLstm(tf, context),
];
