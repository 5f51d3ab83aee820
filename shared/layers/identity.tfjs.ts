import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { Forward } from './tfjs-contract.ts';

/** The input itself. */
export const forward: Forward = (_tf, { inputs }) => [soleInput(inputs)];
