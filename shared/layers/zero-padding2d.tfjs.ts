import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { padWithZeros } from './arithmetic/spatial.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type zeroPadding2d from './zero-padding2d.ts';

/** Own computation, the same as for one and three axes. */
export const forward: Forward<ParametersOf<typeof zeroPadding2d>> = (tf, { parameters: p, inputs }) => [
  padWithZeros(tf, soleInput(inputs), p.padding, p.data_format),
];
