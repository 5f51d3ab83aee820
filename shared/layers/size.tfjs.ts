import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation. */
export const forward: Forward = (tf, { inputs }) => [tf.scalar(soleInput(inputs).size, 'int32')];
