import { applySpatialDropout } from './arithmetic/dropout.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type spatialDropout3d from './spatial-dropout3d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the mask must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof spatialDropout3d>> = (tf, context) => [
  applySpatialDropout(tf, context),
];
