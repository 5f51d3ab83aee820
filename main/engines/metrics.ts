import type { Loss, Metric } from '../../shared/document/schema.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';
import { classNumbers, likeOutput } from './losses.ts';

/**
 * The mean of a metric over a batch, by Keras 3's name and meaning. Accuracy is, as there, binary (threshold 0.5) for a last
 * axis of 1, by class number for sparse targets, else by the largest element; with further axes each position counts.
 *
 * @param tf the engine
 * @param metric its name
 * @param loss the output's loss: tells sparse targets
 * @param target as for the loss
 * @param output what the network gives
 */
export function metricOf(tf: Tf, metric: Metric, loss: Loss, target: Tensor, output: Tensor): Tensor {
  switch (metric) {
    case 'accuracy':
      return tf.mean(tf.cast(hits(tf, loss, target, output), 'float32'));
    case 'mean_squared_error':
      return tf.mean(tf.square(tf.sub(output, values(tf, loss, target, output))));
    case 'mean_absolute_error':
      return tf.mean(tf.abs(tf.sub(output, values(tf, loss, target, output))));
  }
}

function hits(tf: Tf, loss: Loss, target: Tensor, output: Tensor): Tensor {
  if (loss === 'sparse_categorical_crossentropy')
    return tf.equal(tf.argMax(output, -1), classNumbers(tf, target, output));
  if (output.shape.at(-1) === 1)
    return tf.equal(tf.cast(tf.greater(output, 0.5), 'float32'), likeOutput(target, output));
  return tf.equal(tf.argMax(output, -1), tf.argMax(likeOutput(target, output), -1));
}

function values(tf: Tf, loss: Loss, target: Tensor, output: Tensor): Tensor {
  if (loss !== 'sparse_categorical_crossentropy') return likeOutput(target, output);
  return tf.cast(tf.oneHot(classNumbers(tf, target, output), output.shape.at(-1) ?? 1), 'float32');
}
