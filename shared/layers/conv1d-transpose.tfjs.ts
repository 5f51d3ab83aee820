import { applyTransposed } from './arithmetic/transposed.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type conv1dTranspose from './conv1d-transpose.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof conv1dTranspose>> = (tf, context) =>
  applyTransposed(tf, context);
