import { applySeparable } from './arithmetic/convolution.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type separableConv1d from './separable-conv1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof separableConv1d>> = (tf, context) =>
  applySeparable(tf, context);
