import { applyDropout } from './arithmetic/dropout.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type dropout from './dropout.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because the mask must be a function of seed and step. */
export const forward: Forward<ParametersOf<typeof dropout>> = (tf, context) => [applyDropout(tf, context)];
