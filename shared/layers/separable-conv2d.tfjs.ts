import { applySeparable } from './arithmetic/convolution.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type separableConv2d from './separable-conv2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks explicit padding, and takes the pointwise initializer from the depthwise one. */
export const forward: Forward<ParametersOf<typeof separableConv2d>> = (tf, context) =>
  applySeparable(tf, context);
