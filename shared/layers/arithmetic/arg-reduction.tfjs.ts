import type { Tensor, Tf } from '../tfjs-contract.ts';

/**
 * The position of the largest (or smallest) element along an axis, int32.
 *
 * @param tf the engine
 * @param x any tensor
 * @param operation which extreme
 * @param p ONNX's attributes
 */
export function argExtreme(
  tf: Tf,
  x: Tensor,
  operation: 'argMax' | 'argMin',
  p: { readonly axis: number; readonly keepdims: boolean; readonly select_last_index: boolean },
): Tensor {
  const axis = p.axis < 0 ? p.axis + x.rank : p.axis;
  const extent = x.shape[axis] ?? 1;
  const searched = p.select_last_index ? tf.reverse(x, axis) : x;
  const found = tf[operation](searched, axis);
  const at: Tensor = p.select_last_index ? tf.sub(tf.scalar(extent - 1, 'int32'), found) : found;
  return p.keepdims ? tf.expandDims(at, axis) : at;
}
