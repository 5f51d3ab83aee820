import type { Tensor, Tf } from '../tfjs-contract.ts';

/**
 * A softmax over the last axes together; tfjs has it for the last one alone.
 *
 * @param tf the engine
 * @param x any tensor
 * @param count number of axes
 */
export function softmaxOverLast(tf: Tf, x: Tensor, count: number): Tensor {
  if (count === 1) return tf.softmax(x);
  const merged = tf.reshape(x, [...x.shape.slice(0, x.rank - count), -1]);
  return tf.reshape(tf.softmax(merged), x.shape);
}
