import type { Tensor, Tf } from '../tfjs-contract.ts';

/** Which keys a query may see. */
export interface AttentionMask {
  readonly isCausal: boolean;
  /** Keys fewer than so many places away; null for all. */
  readonly window: number | null;
}

/** What a score that must not count becomes, as in Keras. */
export const MASKED_SCORE = -1e9;

/**
 * The mask of queries (rows) against keys (columns), true where a key may be seen; null where all may.
 *
 * @param tf the engine
 * @param mask which keys
 * @param queries number of queries
 * @param keys number of keys
 */
export function attentionMask(
  tf: Tf,
  { isCausal, window }: AttentionMask,
  queries: number,
  keys: number,
): Tensor | null {
  if (!isCausal && window === null) return null;
  const rows = tf.reshape(tf.range(0, queries, 1, 'int32'), [queries, 1]);
  const columns = tf.reshape(tf.range(0, keys, 1, 'int32'), [1, keys]);
  const past = tf.greaterEqual(rows, columns);
  if (window === null) return past;
  const near = tf.less(tf.abs(tf.sub(rows, columns)), tf.scalar(window, 'int32'));
  return isCausal ? tf.logicalAnd(past, near) : near;
}

/**
 * What masks of missing places hide: the keys of missing values, as (batch, 1, keys), and where asked also the queries' own rows.
 *
 * @param tf the engine
 * @param masks (batch, queries) and (batch, keys)
 * @returns true where a score counts; null without masks
 */
export function placesMask(
  tf: Tf,
  masks: { readonly query?: Tensor | undefined; readonly keys: readonly (Tensor | undefined)[] },
): Tensor | null {
  const { query, keys } = masks;
  const all = [
    ...(query ? [tf.expandDims(query, -1)] : []),
    ...keys.flatMap(mask => (mask ? [tf.expandDims(mask, -2)] : [])),
  ];
  const [first, ...rest] = all;
  return first ? rest.reduce<Tensor>((a, b) => tf.logicalAnd(a, b), first) : null;
}

/** Scores with those that a mask hides at −10⁹. */
export function maskScores(tf: Tf, scores: Tensor, mask: Tensor | null): Tensor {
  if (mask === null) return scores;
  const hidden = tf.fill(scores.shape, MASKED_SCORE);
  // Stretched as numbers: not every engine stretches booleans.
  const stretched = tf.broadcastTo(tf.cast(mask, 'float32'), scores.shape);
  return tf.where(tf.cast(stretched, 'bool'), scores, hidden);
}
