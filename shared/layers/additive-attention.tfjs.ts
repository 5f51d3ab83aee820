import type additiveAttention from './additive-attention.ts';
import { everyPair, queryValueKey, weighValues } from './arithmetic/plain-attention.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation: stock tfjs has no attention. */
export const forward: Forward<ParametersOf<typeof additiveAttention>> = (tf, context) => {
  const { scale } = context.weights;
  const [query, value, key] = queryValueKey(context.inputs);
  const pairs: Tensor = tf.tanh(everyPair(tf, query, key));
  const scores: Tensor = tf.sum(scale ? tf.mul(pairs, scale) : pairs, -1);
  return [weighValues(tf, context, scores, value)];
};
