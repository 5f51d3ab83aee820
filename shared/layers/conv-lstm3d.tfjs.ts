import { applyConvLstm } from './arithmetic/conv-lstm.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type convLstm3d from './conv-lstm3d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof convLstm3d>> = (tf, context) => [
  applyConvLstm(tf, context),
];
