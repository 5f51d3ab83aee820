import type adaptiveAveragePooling2d from './adaptive-average-pooling2d.ts';
import { applyAdaptivePooling } from './arithmetic/pooling-adaptive.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks this layer. */
export const forward: Forward<ParametersOf<typeof adaptiveAveragePooling2d>> = (tf, context) => [
  applyAdaptivePooling(tf, 'average', context),
];
