import { applyGlobalPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type globalMaxPooling3d from './global-max-pooling3d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks keepdims. */
export const forward: Forward<ParametersOf<typeof globalMaxPooling3d>> = (tf, context) => [
  applyGlobalPooling(tf, 'max', context),
];
