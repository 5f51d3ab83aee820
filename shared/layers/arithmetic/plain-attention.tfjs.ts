import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { attentionMask, maskScores, placesMask } from './attention-mask.tfjs.ts';
import { dropoutMask } from './dropout.tfjs.ts';

/** Query, value and key; the value serves as key where no third comes. */
export function queryValueKey([query, value, key = value]: readonly Tensor[]): readonly [
  Tensor,
  Tensor,
  Tensor,
] {
  if (!query || !value || !key) throw new Error('An attention layer was called without query and value.');
  return [query, value, key];
}

/** The sum of every query and every key: (..., queries, keys, features). */
export function everyPair(tf: Tf, query: Tensor, key: Tensor): Tensor {
  return tf.add(tf.expandDims(query, query.rank - 1), tf.expandDims(key, key.rank - 2));
}

/**
 * The values weighted by the softmax of scores.
 *
 * @param tf the engine
 * @param context the layer's
 * @param scores (..., queries, keys)
 * @param value (..., keys, features)
 */
export function weighValues(
  tf: Tf,
  {
    parameters: p,
    masks,
    training,
    random,
  }: ForwardContext<{ readonly dropout: number; readonly use_causal_mask: boolean }>,
  scores: Tensor,
  value: Tensor,
): Tensor {
  const [queries = 1, keys = 1] = scores.shape.slice(-2);
  const mask = attentionMask(tf, { isCausal: p.use_causal_mask, window: null }, queries, keys);
  const present = placesMask(tf, { keys: [masks?.[1]] });
  const shares = tf.softmax(maskScores(tf, maskScores(tf, scores, mask), present));
  const dropped =
    training && p.dropout > 0 ? tf.mul(shares, dropoutMask(tf, random, p.dropout, shares.shape)) : shares;
  const result = tf.matMul(dropped, value);
  const query = masks?.[0];
  return query ? tf.mul(result, tf.expandDims(tf.cast(query, 'float32'), -1)) : result;
}
