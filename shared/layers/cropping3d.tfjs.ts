import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { crop } from './arithmetic/spatial.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type cropping3d from './cropping3d.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs has only the 2-D layer. */
export const forward: Forward<ParametersOf<typeof cropping3d>> = (tf, { parameters: p, inputs }) => [
  crop(tf, soleInput(inputs), p.cropping, p.data_format),
];
