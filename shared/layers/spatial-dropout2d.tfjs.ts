import { applySpatialDropout } from './arithmetic/dropout.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type spatialDropout2d from './spatial-dropout2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the mask must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof spatialDropout2d>> = (tf, context) => [
  applySpatialDropout(tf, context),
];
