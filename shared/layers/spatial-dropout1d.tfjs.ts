import { applySpatialDropout } from './arithmetic/dropout.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type spatialDropout1d from './spatial-dropout1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the mask must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof spatialDropout1d>> = (tf, context) => [
  applySpatialDropout(tf, context),
];
