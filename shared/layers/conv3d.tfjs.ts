import { applyConvolution } from './arithmetic/convolution.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type conv3d from './conv3d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks groups, explicit padding and the gradient of dilation. */
export const forward: Forward<ParametersOf<typeof conv3d>> = (tf, context) => applyConvolution(tf, context);
