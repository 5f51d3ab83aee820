import type { Tensor, Tf } from '../tfjs-contract.ts';

/** A standardized table and the statistics of its columns before, through which no gradient flows. */
export interface Standardized {
  readonly normalized: Tensor;
  /** Kept; the caller disposes it. */
  readonly mean: Tensor;
  /** Kept; the caller disposes it. */
  readonly variance: Tensor;
}

/**
 * Brings each column of a table to mean 0 and variance 1 by its own statistics, with the gradient of Ioffe and Szegedy 2015 in
 * one formula: `(dy - mean(dy) - n · mean(dy · n)) / √(variance + ε)`. tfjs's own way through moments and batchNorm takes twice
 * the time.
 *
 * @param tf the engine
 * @param table rows × columns
 * @param epsilon added to the variance
 */
export function standardize(tf: Tf, table: Tensor, epsilon: number): Standardized {
  let statistics = { mean: table, variance: table };
  const run = tf.customGrad((input, save) => {
    const x = input as Tensor;
    const mean = tf.mean(x, 0);
    const centered = tf.sub(x, mean);
    const variance = tf.mean(tf.square(centered), 0);
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const normalized = tf.mul(centered, inverse);
    statistics = { mean: tf.keep(mean), variance: tf.keep(variance) };
    (save as (tensors: Tensor[]) => void)([normalized, inverse]);
    return {
      value: normalized,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [n = normalized, scale = inverse] = saved;
        const shared = tf.add(tf.mean(dy, 0), tf.mul(n, tf.mean(tf.mul(dy, n), 0)));
        return tf.mul(tf.sub(dy, shared), scale);
      },
    };
  });
  const normalized = run(table);
  return { normalized, ...statistics };
}

/** What Keras adds to the number of elements that count. */
const KERAS_EPSILON = 1e-7;

/**
 * {@link standardize} by statistics of some of the elements. Source: Keras 3, BatchNormalization._moments.
 *
 * @param tf the engine
 * @param table rows × columns
 * @param counts 1 for an element that counts, else 0; of the table's shape
 * @param epsilon added to the variance
 */
export function standardizeMasked(tf: Tf, table: Tensor, counts: Tensor, epsilon: number): Standardized {
  const total = tf.add(tf.sum(counts, 0), KERAS_EPSILON);
  const mean = tf.div(tf.sum(tf.mul(table, counts), 0), total);
  const centered = tf.sub(table, mean);
  const variance = tf.div(tf.sum(tf.mul(tf.square(centered), counts), 0), total);
  const normalized = tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon)));
  return { normalized, mean: tf.keep(mean), variance: tf.keep(variance) };
}
