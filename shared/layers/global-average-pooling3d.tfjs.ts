import { applyGlobalPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type globalAveragePooling3d from './global-average-pooling3d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks keepdims. */
export const forward: Forward<ParametersOf<typeof globalAveragePooling3d>> = (tf, context) => [
  applyGlobalPooling(tf, 'average', context),
];
