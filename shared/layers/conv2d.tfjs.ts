import { applyConvolution } from './arithmetic/convolution.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type conv2d from './conv2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks groups, explicit padding and the gradient of dilation. */
export const forward: Forward<ParametersOf<typeof conv2d>> = (tf, context) => applyConvolution(tf, context);
