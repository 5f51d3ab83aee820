import { applyPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type sumPooling2d from './sum-pooling2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs has no such layer. */
export const forward: Forward<ParametersOf<typeof sumPooling2d>> = (tf, context) => [
  applyPooling(tf, 'sum', context),
];
