import { frontAxes, moveAxis } from './arithmetic/normalization.ts';
import { standardize, standardizeMasked } from './arithmetic/standardize.tfjs.ts';
import type batchNormalization from './batch-normalization.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor, Tf } from './tfjs-contract.ts';

type Vector = Tensor & { rank: 1 };

/** Own computation because tfjs's layer refuses rank 5; everything is normalized as a table of positions × channels. */
export const forward: Forward<ParametersOf<typeof batchNormalization>> = (
  tf,
  { parameters: p, inputs: [x], masks, weights, training, update, native },
) => {
  const { gamma, beta, moving_mean: movingMean, moving_variance: movingVariance } = weights;
  if (!x || !movingMean || !movingVariance)
    throw new Error('BatchNormalization was called without its input or its moving statistics.');
  const [axis = 1] = frontAxes([p.axis], x.rank);
  const { there, back } = moveAxis(x.rank, axis, x.rank - 1);
  const isLast = axis === x.rank - 1;
  const channelsLast = isLast ? x : tf.transpose(x, [...there]);
  const table = tf.reshape(channelsLast, [-1, movingMean.size]);
  let normalized: Tensor;
  if (training) {
    const blend = (moving: Tensor, batch: Tensor) =>
      tf.add(tf.mul(moving, p.momentum), tf.mul(batch, 1 - p.momentum));
    const scale = gamma ?? tf.onesLike(movingMean);
    const shift = beta ?? tf.zerosLike(movingMean);
    const mask = masks?.[0];
    const fast = mask ? undefined : native?.normalizeBatch;
    const own = mask
      ? standardizeMasked(tf, table, maskedRows(tf, mask, channelsLast.shape), p.epsilon)
      : (fast?.(table, scale, shift, p.epsilon) ?? standardize(tf, table, p.epsilon));
    update('moving_mean', blend(movingMean, own.mean));
    update('moving_variance', blend(movingVariance, own.variance));
    tf.dispose([own.mean, own.variance]);
    normalized = own.normalized;
    if (!fast) {
      if (gamma) normalized = tf.mul(normalized, gamma);
      if (beta) normalized = tf.add(normalized, beta);
    }
  } else {
    // The gradient of tfjs's batchNorm fails where shift or scale is left out.
    normalized = tf.batchNorm(
      table,
      movingMean as Vector,
      movingVariance as Vector,
      (beta ?? tf.zerosLike(movingMean)) as Vector,
      (gamma ?? tf.onesLike(movingMean)) as Vector,
      p.epsilon,
    );
  }
  const shaped = tf.reshape(normalized, channelsLast.shape);
  return [isLast ? shaped : tf.transpose(shaped, [...back])];
};

/** Which elements of the table count: the mask has one axis less than the input. */
function maskedRows(tf: Tf, mask: Tensor, shape: readonly number[]): Tensor {
  const stretched = tf.broadcastTo(tf.expandDims(tf.cast(mask, 'float32'), -1), [...shape]);
  return tf.reshape(stretched, [-1, shape.at(-1) ?? 1]);
}
