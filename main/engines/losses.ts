import type { Loss } from '../../shared/document/learning-settings.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { type LossSettings, lossesOf } from './loss-rules.ts';
import { maskedMean } from './masked-mean.ts';
import { likeOutput, oneHotTargets, type Prediction } from './predictions.ts';

/** Whether targets are class numbers. */
export function isSparse(loss: Loss): boolean {
  return loss === 'sparse_categorical_crossentropy';
}

/**
 * The mean loss of a batch by Keras 3's name and meaning: the mean over the samples and all axes that the loss leaves.
 *
 * @param tf the engine
 * @param loss its name
 * @param target one-hot rows, class numbers (sparse) or values of the output's shape
 * @param prediction the output
 * @param settings those of the loss; left out ones take Keras's defaults
 * @param weights what each class weighs, as Keras's class_weight: every sample's loss is multiplied by the weight of its class
 * @param mask where the output counts; null for everywhere
 */
export function lossOf(
  tf: Tf,
  loss: Loss,
  target: Tensor,
  prediction: Prediction,
  settings: LossSettings = {},
  weights: readonly number[] | null = null,
  mask: Tensor | null = null,
): Tensor {
  const each = lossesOf(tf, loss, target, prediction, settings);
  // A loss of the whole batch knows no samples.
  if (weights === null || each.rank === 0) return maskedMean(tf, each, mask);
  const weighted = tf.mul(each, weightsOf(tf, loss, target, prediction.output, weights, each.rank));
  return maskedMean(tf, weighted, mask);
}

/** The weight of each target's class, with as many axes as the losses have. */
function weightsOf(
  tf: Tf,
  loss: Loss,
  target: Tensor,
  output: Tensor,
  weights: readonly number[],
  rank: number,
): Tensor {
  if (output.shape.at(-1) === 1) {
    const [zero = 1, one = 1] = weights;
    const each = tf.add(tf.mul(likeOutput(target, output), one - zero), zero);
    return rank === output.rank ? each : tf.squeeze(each, [-1]);
  }
  const hot = oneHotTargets(tf, target, output, isSparse(loss));
  const each = tf.sum(tf.mul(hot, tf.tensor1d([...weights])), -1);
  return rank === output.rank ? tf.expandDims(each, -1) : each;
}
