import type { CompleteOptimizer } from '../../shared/document/training-defaults.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';

/** How gradients are clipped. */
export type ClippingSettings = Pick<CompleteOptimizer, 'clipnorm' | 'global_clipnorm' | 'clipvalue'>;

/**
 * Clips gradients as Keras does: by each one's norm, else by the norm of all, else by value; the first that is set counts. Source:
 * keras/src/optimizers/base_optimizer.py.
 *
 * @param tf the engine
 * @param gradients by weight
 * @param settings null for what is not clipped
 */
export function clipped(
  tf: Tf,
  gradients: ReadonlyMap<string, Tensor>,
  { clipnorm, global_clipnorm, clipvalue }: ClippingSettings,
): ReadonlyMap<string, Tensor> {
  const each = (change: (gradient: Tensor) => Tensor) =>
    new Map([...gradients].map(([name, gradient]) => [name, change(gradient)]));
  if (clipnorm !== null)
    return each(gradient => tf.div(tf.mul(gradient, clipnorm), tf.maximum(norm(tf, [gradient]), clipnorm)));
  if (global_clipnorm !== null && gradients.size > 0) {
    const all = norm(tf, [...gradients.values()]);
    const scale = tf.mul(global_clipnorm, tf.minimum(tf.div(1, all), 1 / global_clipnorm));
    return each(gradient => tf.mul(gradient, scale));
  }
  if (clipvalue !== null) return each(gradient => tf.clipByValue(gradient, -clipvalue, clipvalue));
  return gradients;
}

function norm(tf: Tf, gradients: readonly Tensor[]): Tensor {
  const squares = gradients.map(gradient => tf.sum(tf.square(gradient)));
  return tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
}
