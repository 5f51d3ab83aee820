import { everyPair, queryValueKey, weighValues } from './arithmetic/plain-attention.tfjs.ts';
import type attention from './attention.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation: stock tfjs has no attention. */
export const forward: Forward<ParametersOf<typeof attention>> = (tf, context) => {
  const { scale, concat_score_weight: weight } = context.weights;
  const [query, value, key] = queryValueKey(context.inputs);
  const scaled = (x: Tensor): Tensor => (scale ? tf.mul(x, scale) : x);
  if (context.parameters.score_mode === 'dot')
    return [weighValues(tf, context, scaled(tf.matMul(query, key, false, true)), value)];
  if (!weight) throw new Error('Attention was called without its concat_score_weight.');
  const pairs: Tensor = tf.sum(tf.tanh(scaled(everyPair(tf, query, key))), -1);
  return [weighValues(tf, context, tf.mul(pairs, weight), value)];
};
