import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { crop } from './arithmetic/spatial.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type cropping2d from './cropping2d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation, the same as for one and three axes. */
export const forward: Forward<ParametersOf<typeof cropping2d>> = (tf, { parameters: p, inputs }) => [
  crop(tf, soleInput(inputs), p.cropping, p.data_format),
];
