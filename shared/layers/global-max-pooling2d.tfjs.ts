import { applyGlobalPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type globalMaxPooling2d from './global-max-pooling2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks keepdims. */
export const forward: Forward<ParametersOf<typeof globalMaxPooling2d>> = (tf, context) => [
  applyGlobalPooling(tf, 'max', context),
];
