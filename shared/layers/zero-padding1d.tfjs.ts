import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { padWithZeros } from './arithmetic/spatial.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type zeroPadding1d from './zero-padding1d.ts';

/** Own computation because tfjs has only the 2-D layer. */
export const forward: Forward<ParametersOf<typeof zeroPadding1d>> = (tf, { parameters: p, inputs }) => [
  padWithZeros(tf, soleInput(inputs), p.padding, p.data_format),
];
