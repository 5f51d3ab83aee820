import type { Tensor, Tf } from '../tfjs-contract.ts';

/**
 * Divides by the L2 norm: x · min(1 / √Σx², 1 / epsilon). Source: keras/src/ops/nn.py, normalize of order 2.
 *
 * @param tf the engine
 * @param x any tensor
 * @param axes over which the squares are added, counted from the front
 * @param epsilon the smallest norm that is divided by
 */
export function unitLength(tf: Tf, x: Tensor, axes: readonly number[], epsilon: number): Tensor {
  const squares = tf.sum(tf.square(x), [...axes], true);
  // Squares below epsilon² are lifted to it before the root, so that zeros have a finite gradient.
  return tf.mul(x, tf.rsqrt(tf.maximum(squares, epsilon ** 2)));
}
