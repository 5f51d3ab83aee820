import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { EngineError } from './engine.ts';

/** The sums that a mean over what is there consists of. */
export interface MaskedSums {
  readonly sum: Tensor;
  readonly count: Tensor;
}

/**
 * Sums up values of steps that are there. Source: Keras 3, losses.loss.apply_mask.
 *
 * @param tf the engine
 * @param values one for each step, or for each element of a step
 * @param mask where a step is there
 * @throws EngineError `engine.network` for values that do not belong to steps
 */
export function maskedSums(tf: Tf, values: Tensor, mask: Tensor): MaskedSums {
  const there = tf.cast(mask, 'float32');
  if (values.rank < mask.rank || values.rank > mask.rank + 1)
    throw new EngineError(
      'engine.network',
      `The steps of an output that are missing cannot be left out: the loss or metric has values of ${values.rank} axes, the mask has ${mask.rank}. Choose another loss or metric.`,
    );
  const perValue = values.rank === mask.rank ? there : tf.expandDims(there, -1);
  const weights = tf.broadcastTo(perValue, values.shape);
  return { sum: tf.sum(tf.mul(values, weights)), count: tf.sum(weights) };
}

/** The mean over what is there, 0 where nothing is; without a mask over everything. */
export function maskedMean(tf: Tf, values: Tensor, mask: Tensor | null): Tensor {
  if (mask === null) return tf.mean(values);
  const { sum, count } = maskedSums(tf, values, mask);
  // The count is whole; tfjs has no gradient of divNoNan.
  return tf.div(sum, tf.maximum(count, 1));
}
