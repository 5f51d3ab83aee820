import { mergeMaskedElements } from './arithmetic/merging.tfjs.ts';
import type { Forward } from './tfjs-contract.ts';

/** The product with Keras's broadcasting, which tfjs's own layer has only in part. */
export const forward: Forward = (tf, context) => [
  mergeMaskedElements(tf, context, (left, right) => tf.mul(left, right), 'ones'),
];
