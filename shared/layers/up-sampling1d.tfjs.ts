import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { upsample } from './arithmetic/spatial.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type upSampling1d from './up-sampling1d.ts';

/** Own computation because tfjs has only the 2-D layer. */
export const forward: Forward<ParametersOf<typeof upSampling1d>> = (tf, { parameters: p, inputs }) => [
  upsample(tf, soleInput(inputs), p.size, 'channels_last', 'nearest'),
];
