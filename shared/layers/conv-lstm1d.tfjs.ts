import { applyConvLstm } from './arithmetic/conv-lstm.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type convLstm1d from './conv-lstm1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof convLstm1d>> = (tf, context) => [
  applyConvLstm(tf, context),
];
