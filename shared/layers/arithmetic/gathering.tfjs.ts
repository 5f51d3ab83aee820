import type * as tensorflow from '@tensorflow/tfjs';
import type { Tensor, Tf } from '../tfjs-contract.ts';
import { withoutGradient } from './without-gradient.tfjs.ts';

/**
 * Indices counted from the front, as int32.
 *
 * @param tf the engine
 * @param indices may count from the end
 * @param extent of the axis they point into
 */
export function frontIndices(tf: Tf, indices: Tensor, extent: number): Tensor {
  return withoutGradient(tf, [indices], (given = indices) => {
    const whole = tf.cast(given, 'int32');
    return tf.where(tf.less(whole, 0), tf.add(whole, tf.scalar(extent, 'int32')), whole);
  });
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

/**
 * Takes slices along an axis. tfjs's gather passes a gradient to the indices, which are whole numbers, and so fails where these were
 * computed from something that learns.
 *
 * @param tf the engine
 * @param x any tensor
 * @param indices one axis, counted from the front, int32
 * @param axis counted from the front
 */
export function take(tf: Tf, x: Tensor, indices: Tensor, axis: number): Tensor {
  const taken = tf.customGrad((...given) => {
    const [data = x, at = indices] = given.slice(0, 2) as Tensor[];
    const save = given.at(-1) as unknown as (tensors: Tensor[]) => void;
    save([at]);
    return {
      value: tf.gather(data, whole(tf, at), axis),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [kept = at] = saved;
        const order = [axis, ...[...x.shape.keys()].filter(other => other !== axis)];
        const back = order.map((_, place) => order.indexOf(place));
        const sums = tf.unsortedSegmentSum(tf.transpose(dy, order), whole(tf, kept), x.shape[axis] ?? 1);
        return [tf.transpose(sums, back), tf.zeros(indices.shape)];
      },
    };
  });
  return taken(x, indices);
}

/** The operations want to be told that there is one axis. */
function whole(tf: Tf, indices: Tensor): tensorflow.Tensor1D {
  return tf.cast(indices, 'int32').as1D();
}
