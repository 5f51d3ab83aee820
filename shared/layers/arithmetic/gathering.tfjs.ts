import type { Tensor, Tf } from '../tfjs-contract.ts';

/**
 * Indices counted from the front, as int32.
 *
 * @param tf the engine
 * @param indices may count from the end
 * @param extent of the axis they point into
 */
export function frontIndices(tf: Tf, indices: Tensor, extent: number): Tensor {
  const whole = tf.cast(indices, 'int32');
  return tf.where(tf.less(whole, 0), tf.add(whole, tf.scalar(extent, 'int32')), whole);
}

/** The position along an axis of each element of a shape, in that shape. */
export function positionsAlong(tf: Tf, shape: readonly number[], axis: number): Tensor {
  const extent = shape[axis] ?? 1;
  const line = tf.reshape(
    tf.range(0, extent, 1, 'int32'),
    shape.map((_, at) => (at === axis ? extent : 1)),
  );
  return tf.broadcastTo(line, [...shape]);
}
