import { applyDepthwise } from './arithmetic/convolution.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type depthwiseConv2d from './depthwise-conv2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks explicit padding, unequal strides and the gradient of dilation. */
export const forward: Forward<ParametersOf<typeof depthwiseConv2d>> = (tf, context) =>
  applyDepthwise(tf, context);
