import { applyTransposed } from './arithmetic/transposed.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type conv2dTranspose from './conv2d-transpose.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks output_padding and dilation. */
export const forward: Forward<ParametersOf<typeof conv2dTranspose>> = (tf, context) =>
  applyTransposed(tf, context);
