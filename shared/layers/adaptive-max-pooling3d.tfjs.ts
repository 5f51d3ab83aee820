import type adaptiveMaxPooling3d from './adaptive-max-pooling3d.ts';
import { applyAdaptivePooling } from './arithmetic/pooling-adaptive.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof adaptiveMaxPooling3d>> = (tf, context) => [
  applyAdaptivePooling(tf, 'max', context),
];
