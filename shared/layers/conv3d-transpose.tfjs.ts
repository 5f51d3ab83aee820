import { applyTransposed } from './arithmetic/transposed.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type conv3dTranspose from './conv3d-transpose.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks output_padding, dilation and the gradient. */
export const forward: Forward<ParametersOf<typeof conv3dTranspose>> = (tf, context) =>
  applyTransposed(tf, context);
