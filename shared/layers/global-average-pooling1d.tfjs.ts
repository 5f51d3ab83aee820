import { applyGlobalPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type globalAveragePooling1d from './global-average-pooling1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks keepdims. */
export const forward: Forward<ParametersOf<typeof globalAveragePooling1d>> = (tf, context) => [
  applyGlobalPooling(tf, 'average', context),
];
