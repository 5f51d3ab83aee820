import { mergeElements } from './arithmetic/merging.tfjs.ts';
import type { Forward } from './tfjs-contract.ts';

/** The mean with Keras's broadcasting, which tfjs's own layer has only in part. */
export const forward: Forward = (tf, { inputs }) => [
  tf.div(
    mergeElements(tf, inputs, (left, right) => tf.add(left, right)),
    inputs.length,
  ),
];
