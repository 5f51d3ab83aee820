import { frontAxes, moveAxis } from './arithmetic/normalization.ts';
import type batchNormalization from './batch-normalization.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

type Vector = Tensor & { rank: 1 };

/** Own computation because tfjs's layer refuses rank 5; everything is normalized as a table of positions × channels. */
export const forward: Forward<ParametersOf<typeof batchNormalization>> = (
  tf,
  { parameters: p, inputs: [x], weights, training, update },
) => {
  const { gamma, beta, moving_mean: movingMean, moving_variance: movingVariance } = weights;
  if (!x || !movingMean || !movingVariance)
    throw new Error('BatchNormalization was called without its input or its moving statistics.');
  const [axis = 1] = frontAxes([p.axis], x.rank);
  const { there, back } = moveAxis(x.rank, axis, x.rank - 1);
  const isLast = axis === x.rank - 1;
  const channelsLast = isLast ? x : tf.transpose(x, [...there]);
  const table = tf.reshape(channelsLast, [-1, movingMean.size]);
  const { mean, variance } = training ? tf.moments(table, 0) : { mean: movingMean, variance: movingVariance };
  if (training) {
    const blend = (moving: Tensor, batch: Tensor) =>
      tf.add(tf.mul(moving, p.momentum), tf.mul(batch, 1 - p.momentum));
    update('moving_mean', blend(movingMean, mean));
    update('moving_variance', blend(movingVariance, variance));
  }
  // The gradient of tfjs's batchNorm fails where shift or scale is left out.
  const normalized = tf.batchNorm(
    table,
    mean as Vector,
    variance as Vector,
    (beta ?? tf.zerosLike(movingMean)) as Vector,
    (gamma ?? tf.onesLike(movingMean)) as Vector,
    p.epsilon,
  );
  const shaped = tf.reshape(normalized, channelsLast.shape);
  return [isLast ? shaped : tf.transpose(shaped, [...back])];
};
