import { applyPooling } from './arithmetic/pooling.tfjs.ts';
import type averagePooling3d from './average-pooling3d.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs has no explicit padding. */
export const forward: Forward<ParametersOf<typeof averagePooling3d>> = (tf, context) => [
  applyPooling(tf, 'average', context),
];
