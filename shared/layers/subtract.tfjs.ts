import { mergeElements } from './arithmetic/merging.tfjs.ts';
import type { Forward } from './tfjs-contract.ts';

/** The difference with Keras's broadcasting, which tfjs's own layer has only in part. */
export const forward: Forward = (tf, { inputs }) => [
  mergeElements(tf, inputs, (left, right) => tf.sub(left, right)),
];
