import { applyDepthwise } from './arithmetic/convolution.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type depthwiseConv1d from './depthwise-conv1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof depthwiseConv1d>> = (tf, context) =>
  applyDepthwise(tf, context);
