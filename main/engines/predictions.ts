import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';

/** An output as losses and metrics see it. */
export interface Prediction {
  /** What the network gives. */
  readonly output: Tensor;
  /** The same before the final activation; null where that is unknown or none. */
  readonly logits: Tensor | null;
  /** The activation between the two. */
  readonly activation: 'softmax' | 'sigmoid' | null;
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

/** Targets as rows with a 1 for the class: class numbers spelled out, others as they are. */
export function oneHotTargets(tf: Tf, target: Tensor, output: Tensor, isSparse: boolean): Tensor {
  if (!isSparse) return likeOutput(target, output);
  const classes = output.shape.at(-1) ?? 1;
  return tf.cast(tf.oneHot(classNumbers(tf, target, output), classes), 'float32');
}
