import type { Loss } from '../../shared/document/schema.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';

/** Keras's epsilon: probabilities are kept so far from 0 and 1 where no logits are known. */
const EPSILON = 1e-7;

/** An output as the losses see it. */
export interface Prediction {
  /** What the network gives. */
  readonly output: Tensor;
  /** The same before the final activation; null where that is unknown or none. */
  readonly logits: Tensor | null;
  /** The activation between the two. */
  readonly activation: 'softmax' | 'sigmoid' | null;
}

/**
 * The mean loss of a batch by Keras 3's name and meaning (keras/src/losses/losses.py): the mean over the samples and all axes
 * that the loss leaves. Cross-entropies are computed from the logits where the output ends in the matching activation.
 *
 * @param tf the engine
 * @param loss its name
 * @param target one-hot rows, class numbers (sparse) or values of the output's shape
 * @param prediction the output
 * @param weights what each class weighs, as Keras's class_weight: every sample's loss is multiplied by the weight of its class
 */
export function lossOf(
  tf: Tf,
  loss: Loss,
  target: Tensor,
  prediction: Prediction,
  weights: readonly number[] | null = null,
): Tensor {
  const each = lossesOf(tf, loss, target, prediction);
  if (weights === null) return tf.mean(each);
  return tf.mean(tf.mul(each, weightsOf(tf, target, prediction.output, weights, each.rank)));
}

/** The weight of each target's class, with as many axes as the losses have. */
function weightsOf(tf: Tf, target: Tensor, output: Tensor, weights: readonly number[], rank: number): Tensor {
  const classes = output.shape.at(-1) ?? 1;
  if (classes === 1) {
    const [zero = 1, one = 1] = weights;
    const each = tf.add(tf.mul(likeOutput(target, output), one - zero), zero);
    return rank === output.rank ? each : tf.squeeze(each, [-1]);
  }
  const isHot = target.shape.at(-1) === classes && target.rank === output.rank;
  const hot = isHot
    ? target.toFloat()
    : tf.cast(tf.oneHot(classNumbers(tf, target, output), classes), 'float32');
  const each = tf.sum(tf.mul(hot, tf.tensor1d([...weights])), -1);
  return rank === output.rank ? tf.expandDims(each, -1) : each;
}

/** The losses before their mean: one per sample, or one per element where the loss keeps the last axis. */
function lossesOf(tf: Tf, loss: Loss, target: Tensor, prediction: Prediction): Tensor {
  const { output, logits, activation } = prediction;
  switch (loss) {
    case 'categorical_crossentropy': {
      const logs = activation === 'softmax' && logits ? tf.logSoftmax(logits) : logOfNormalized(tf, output);
      return tf.neg(tf.sum(tf.mul(likeOutput(target, output), logs), -1));
    }
    case 'sparse_categorical_crossentropy': {
      const logs =
        activation === 'softmax' && logits ? tf.logSoftmax(logits) : tf.logSoftmax(clippedLog(tf, output));
      const classes = output.shape.at(-1) ?? 1;
      const oneHot = tf.oneHot(classNumbers(tf, target, output), classes);
      return tf.neg(tf.sum(tf.mul(tf.cast(oneHot, 'float32'), logs), -1));
    }
    case 'binary_crossentropy': {
      const y = likeOutput(target, output);
      if (activation === 'sigmoid' && logits) {
        const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
        return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, y)), tail);
      }
      const p = tf.clipByValue(output, EPSILON, 1 - EPSILON);
      const likelihood = tf.add(tf.mul(y, tf.log(p)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p))));
      return tf.neg(likelihood);
    }
    case 'mean_squared_error':
      return tf.square(tf.sub(output, likeOutput(target, output)));
    case 'mean_absolute_error':
      return tf.abs(tf.sub(output, likeOutput(target, output)));
    case 'huber': {
      const error = tf.abs(tf.sub(output, likeOutput(target, output)));
      const near = tf.minimum(error, 1);
      return tf.add(tf.mul(0.5, tf.square(near)), tf.sub(error, near));
    }
  }
}

function clippedLog(tf: Tf, probabilities: Tensor): Tensor {
  return tf.log(tf.clipByValue(probabilities, EPSILON, 1 - EPSILON));
}

function logOfNormalized(tf: Tf, output: Tensor): Tensor {
  return clippedLog(tf, tf.div(output, tf.sum(output, -1, true)));
}

/** A target of as many elements in the output's shape: (N,) for (N, 1). */
export function likeOutput(target: Tensor, output: Tensor): Tensor {
  const floats = target.dtype === 'float32' ? target : target.toFloat();
  return floats.rank === output.rank ? floats : floats.reshape(output.shape);
}

/** Class numbers without a last axis of 1. */
export function classNumbers(tf: Tf, target: Tensor, output: Tensor): Tensor {
  return tf.cast(target.reshape(output.shape.slice(0, -1)), 'int32');
}
