import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { attentionPlan, type HeadSettings, type Heads } from './attention-heads.ts';
import { type AttentionMask, attentionMask, maskScores, placesMask } from './attention-mask.tfjs.ts';
import { contract } from './contraction.tfjs.ts';
import type { Contraction } from './contraction.ts';
import { dropoutMask } from './dropout.tfjs.ts';
import { softmaxOverLast } from './softmax.tfjs.ts';

/**
 * Computes an attention with heads: softmax(query · key / √key_dim) · value between projections.
 *
 * @param tf the engine
 * @param context the layer's; query, value and perhaps key on its wires
 * @param heads the extents
 * @throws Error when an input or a kernel is missing
 */
export function attendWithHeads(tf: Tf, context: ForwardContext<HeadSettings>, heads: Heads): Tensor {
  const { parameters: p, inputs, masks, weights, training, random } = context;
  const [query, value, key = value] = inputs;
  if (!query || !value || !key) throw new Error('An attention layer was called without query and value.');
  const plan = attentionPlan(query.rank, heads);
  const groups = heads.repeats === null ? [heads.heads] : [heads.heads, heads.repeats];
  const project = (
    name: string,
    contraction: Contraction,
    x: Tensor,
    from: readonly number[],
    to: readonly number[],
  ) => {
    const kernel = weights[`${name}/kernel`];
    const bias = weights[`${name}/bias`];
    if (!kernel) throw new Error(`An attention layer was called without its kernel of the ${name}.`);
    // Query heads that share a head of keys stand as an axis of their own.
    const sum = contract(tf, contraction, x, tf.reshape(kernel, [...from, ...to]));
    return bias ? tf.add(sum, tf.reshape(bias, [...to])) : sum;
  };
  const features = (x: Tensor) => [x.shape[x.rank - 1] ?? 1];
  const { keyDim, valueDim } = heads;
  const queries = project('query', plan.query, query, features(query), [...groups, keyDim]);
  const keys = project('key', plan.key, key, features(key), [heads.heads, keyDim]);
  const values = project('value', plan.value, value, features(value), [heads.heads, valueDim]);
  const scores = contract(tf, plan.scores, tf.mul(queries, 1 / Math.sqrt(keyDim)), keys);
  const kind: AttentionMask = { isCausal: p.use_causal_mask, window: p.sliding_window };
  const mask = attentionMask(tf, kind, query.shape[1] ?? 1, value.shape[1] ?? 1);
  const places = placesMask(tf, { query: masks?.[0], keys: [masks?.[1], masks?.[2]] });
  // The heads stand between the batch and the places.
  const present =
    places &&
    tf.reshape(places, [
      places.shape[0] ?? 1,
      ...scores.shape.slice(1, -2).map(() => 1),
      ...places.shape.slice(1),
    ]);
  const seen = maskScores(tf, maskScores(tf, scores, mask), present);
  const shares = softmaxOverLast(tf, seen, heads.axes.length);
  const dropped =
    training && p.dropout > 0 ? tf.mul(shares, dropoutMask(tf, random, p.dropout, shares.shape)) : shares;
  const answer = contract(tf, plan.combine, dropped, values);
  const gated = p.use_gate
    ? tf.mul(answer, tf.sigmoid(project('gate', plan.gate, query, features(query), [...groups, valueDim])))
    : answer;
  return project('attention_output', plan.output, gated, [...groups, valueDim], heads.outputShape);
}
