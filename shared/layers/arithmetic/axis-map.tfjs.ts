import type { Tensor, Tf } from '../tfjs-contract.ts';
import type { AxisMatrix } from './axis-map.ts';
import { aroundAxis, withExtent } from './windows.tfjs.ts';

/**
 * Applies a linear map along one axis.
 *
 * @param tf the engine
 * @param x any tensor
 * @param axis the axis, batch included
 * @param matrix a row for each output element
 */
export function mapAxis(tf: Tf, x: Tensor, axis: number, matrix: AxisMatrix): Tensor {
  const { before, extent, after } = aroundAxis(x, axis);
  const factor = tf.tensor2d(matrix.flat(), [matrix.length, extent]);
  const rows = tf.reshape(tf.transpose(tf.reshape(x, [before, extent, after]), [0, 2, 1]), [
    before * after,
    extent,
  ]);
  const mapped = tf.reshape(tf.matMul(rows, factor, false, true), [before, after, matrix.length]);
  return tf.reshape(tf.transpose(mapped, [0, 2, 1]), withExtent(x.shape, axis, matrix.length));
}
