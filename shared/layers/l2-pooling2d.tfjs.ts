import { applyPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type l2Pooling2d from './l2-pooling2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs has no such layer. */
export const forward: Forward<ParametersOf<typeof l2Pooling2d>> = (tf, context) => [
  applyPooling(tf, 'l2', context),
];
