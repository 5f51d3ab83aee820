import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { upsample } from './arithmetic/spatial.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type upSampling2d from './up-sampling2d.ts';

/** Own computation because tfjs interpolates between other pixel positions than Keras. */
export const forward: Forward<ParametersOf<typeof upSampling2d>> = (tf, { parameters: p, inputs }) => [
  upsample(tf, soleInput(inputs), p.size, p.data_format, p.interpolation),
];
