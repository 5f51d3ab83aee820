import type adaptiveMaxPooling2d from './adaptive-max-pooling2d.ts';
import { applyAdaptivePooling } from './arithmetic/pooling-adaptive.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof adaptiveMaxPooling2d>> = (tf, context) => [
  applyAdaptivePooling(tf, 'max', context),
];
