import type { Loss } from '../../shared/document/learning-settings.ts';
import type { OutputTraining } from '../../shared/document/schema.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { classNumbers, likeOutput, type Prediction } from './predictions.ts';

/** Settings of a loss as a document holds them. */
export type LossSettings = NonNullable<OutputTraining['lossSettings']>;

/** Keras's epsilon: probabilities are kept so far from 0 and 1 where no logits are known. */
const EPSILON = 1e-7;

/** What a loss is computed from. */
interface LossContext {
  readonly tf: Tf;
  /** As it was fed. */
  readonly target: Tensor;
  /** The same in the output's shape; not for class numbers. */
  readonly y: () => Tensor;
  readonly prediction: Prediction;
  readonly settings: LossSettings;
}

/** Losses before their mean: one per sample, one per element where the loss keeps the last axis, or one for the batch. */
type LossRule = (context: LossContext) => Tensor;

/**
 * The losses of Keras 3 by its names and with its meaning (keras/src/losses/losses.py). Cross-entropies are computed from the logits
 * where the output ends in the matching activation.
 */
export const LOSS_RULES: Readonly<Record<Loss, LossRule>> = {
  categorical_crossentropy({ tf, y, prediction: { output, logits, activation }, settings }) {
    const logs = activation === 'softmax' && logits ? tf.logSoftmax(logits) : logOfNormalized(tf, output);
    return tf.neg(tf.sum(tf.mul(smoothed(tf, y(), settings, output.shape.at(-1) ?? 1), logs), -1));
  },
  sparse_categorical_crossentropy({ tf, target, prediction: { output, logits, activation } }) {
    const logs =
      activation === 'softmax' && logits ? tf.logSoftmax(logits) : tf.logSoftmax(clippedLog(tf, output));
    const oneHot = tf.oneHot(classNumbers(tf, target, output), output.shape.at(-1) ?? 1);
    return tf.neg(tf.sum(tf.mul(tf.cast(oneHot, 'float32'), logs), -1));
  },
  binary_crossentropy({ tf, y, prediction: { output, logits, activation }, settings }) {
    const target = smoothed(tf, y(), settings, 2);
    if (activation !== 'sigmoid' || !logits) return binaryCrossentropy(tf, target, output);
    const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
    return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, target)), tail);
  },
  categorical_focal_crossentropy({ tf, y, prediction: { output }, settings }) {
    const { alpha = 0.25, gamma = 2 } = settings;
    const p = tf.clipByValue(tf.div(output, tf.sum(output, -1, true)), EPSILON, 1 - EPSILON);
    const target = smoothed(tf, y(), settings, output.shape.at(-1) ?? 1);
    const factor = tf.mul(tf.pow(tf.sub(1, p), gamma), alpha);
    return tf.neg(tf.sum(tf.mul(factor, tf.mul(target, tf.log(p))), -1));
  },
  binary_focal_crossentropy({ tf, y, prediction: { output }, settings }) {
    const { alpha = 0.25, gamma = 2, apply_class_balancing = false } = settings;
    const target = smoothed(tf, y(), settings, 2);
    const right = tf.add(tf.mul(target, output), tf.mul(tf.sub(1, target), tf.sub(1, output)));
    const focal = tf.mul(tf.pow(tf.sub(1, right), gamma), binaryCrossentropy(tf, target, output));
    if (!apply_class_balancing) return focal;
    return tf.mul(focal, tf.add(tf.mul(target, alpha), tf.mul(tf.sub(1, target), 1 - alpha)));
  },
  mean_squared_error: ({ tf, y, prediction: { output } }) => tf.square(tf.sub(output, y())),
  mean_absolute_error: ({ tf, y, prediction: { output } }) => tf.abs(tf.sub(output, y())),
  mean_absolute_percentage_error({ tf, y, prediction: { output } }) {
    const target = y();
    return tf.mul(100, tf.abs(tf.div(tf.sub(target, output), tf.maximum(tf.abs(target), EPSILON))));
  },
  mean_squared_logarithmic_error({ tf, y, prediction: { output } }) {
    const log = (x: Tensor) => tf.log(tf.add(tf.maximum(x, EPSILON), 1));
    return tf.square(tf.sub(log(output), log(y())));
  },
  huber({ tf, y, prediction: { output }, settings: { delta = 1 } }) {
    const error = tf.abs(tf.sub(output, y()));
    const near = tf.minimum(error, delta);
    return tf.add(tf.mul(0.5, tf.square(near)), tf.mul(delta, tf.sub(error, near)));
  },
  log_cosh({ tf, y, prediction: { output } }) {
    const error = tf.sub(output, y());
    return tf.sub(tf.add(error, tf.softplus(tf.mul(error, -2))), Math.LN2);
  },
  kl_divergence({ tf, y, prediction: { output } }) {
    const target = tf.clipByValue(y(), EPSILON, 1);
    return tf.sum(tf.mul(target, tf.log(tf.div(target, tf.clipByValue(output, EPSILON, 1)))), -1);
  },
  poisson: ({ tf, y, prediction: { output } }) =>
    tf.sub(output, tf.mul(y(), tf.log(tf.add(output, EPSILON)))),
  cosine_similarity: ({ tf, y, prediction: { output } }) =>
    tf.neg(tf.sum(tf.mul(unit(tf, y()), unit(tf, output)), -1)),
  hinge: ({ tf, y, prediction: { output } }) => tf.relu(tf.sub(1, tf.mul(signLabels(tf, y()), output))),
  squared_hinge: ({ tf, y, prediction: { output } }) =>
    tf.square(tf.relu(tf.sub(1, tf.mul(signLabels(tf, y()), output)))),
  categorical_hinge({ tf, y, prediction: { output } }) {
    const target = y();
    const right = tf.sum(tf.mul(target, output), -1);
    const wrong = tf.max(tf.mul(tf.sub(1, target), output), -1);
    return tf.relu(tf.add(tf.sub(wrong, right), 1));
  },
  dice({ tf, y, prediction: { output } }) {
    const target = y();
    const both = tf.mul(2, tf.sum(tf.mul(target, output)));
    return tf.sub(1, tf.div(both, tf.add(tf.add(tf.sum(target), tf.sum(output)), EPSILON)));
  },
  tversky({ tf, y, prediction: { output }, settings: { alpha = 0.5, beta = 0.5 } }) {
    const target = y();
    const both = tf.sum(tf.mul(target, output));
    const missed = tf.sum(tf.mul(tf.sub(1, output), target));
    const wrong = tf.sum(tf.mul(output, tf.sub(1, target)));
    const all = tf.add(tf.add(both, tf.mul(missed, alpha)), tf.mul(wrong, beta));
    return tf.sub(1, tf.div(both, tf.add(all, EPSILON)));
  },
};

/** Targets moved towards all `classes` alike. */
function smoothed(tf: Tf, y: Tensor, { label_smoothing = 0 }: LossSettings, classes: number): Tensor {
  return label_smoothing > 0 ? tf.add(tf.mul(y, 1 - label_smoothing), label_smoothing / classes) : y;
}

function binaryCrossentropy(tf: Tf, y: Tensor, output: Tensor): Tensor {
  const p = tf.clipByValue(output, EPSILON, 1 - EPSILON);
  return tf.neg(tf.add(tf.mul(y, tf.log(p)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p)))));
}

function clippedLog(tf: Tf, probabilities: Tensor): Tensor {
  return tf.log(tf.clipByValue(probabilities, EPSILON, 1 - EPSILON));
}

function logOfNormalized(tf: Tf, output: Tensor): Tensor {
  return clippedLog(tf, tf.div(output, tf.sum(output, -1, true)));
}

function unit(tf: Tf, x: Tensor): Tensor {
  const squares = tf.sum(tf.square(x), -1, true);
  return tf.mul(x, tf.rsqrt(tf.maximum(squares, EPSILON * EPSILON)));
}

/** Targets of 0 and 1 as -1 and 1, as Keras's hinge losses take them; others as they are. */
function signLabels(tf: Tf, y: Tensor): Tensor {
  const isBinary = tf.all(tf.logicalOr(tf.equal(y, 0), tf.equal(y, 1)));
  return tf.where(tf.broadcastTo(isBinary, y.shape), tf.sub(tf.mul(2, y), 1), y);
}

/** What a loss rule gets. */
export function lossesOf(
  tf: Tf,
  loss: Loss,
  target: Tensor,
  prediction: Prediction,
  settings: LossSettings,
): Tensor {
  const y = () => likeOutput(target, prediction.output);
  return LOSS_RULES[loss]({ tf, target, y, prediction, settings });
}
