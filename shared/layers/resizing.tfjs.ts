import { applyResize } from './arithmetic/image-resizing.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type resizing from './resizing.ts';
import { resizeOf } from './resizing.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks most interpolations and the gradients of the rest. */
export const forward: Forward<ParametersOf<typeof resizing>> = (tf, { parameters, inputs }) => [
  applyResize(tf, soleInput(inputs), resizeOf(parameters)),
];
