import { applyGlobalPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type globalAveragePooling2d from './global-average-pooling2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks keepdims. */
export const forward: Forward<ParametersOf<typeof globalAveragePooling2d>> = (tf, context) => [
  applyGlobalPooling(tf, 'average', context),
];
