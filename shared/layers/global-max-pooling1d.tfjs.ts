import { applyGlobalPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type globalMaxPooling1d from './global-max-pooling1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks keepdims. */
export const forward: Forward<ParametersOf<typeof globalMaxPooling1d>> = (tf, context) => [
  applyGlobalPooling(tf, 'max', context),
];
