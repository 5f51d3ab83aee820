import { applyPooling } from './arithmetic/pooling.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type maxPooling1d from './max-pooling1d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs has no explicit padding. */
export const forward: Forward<ParametersOf<typeof maxPooling1d>> = (tf, context) => [
  applyPooling(tf, 'max', context),
];
