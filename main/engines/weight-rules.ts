import type { Constraint } from '../../shared/layers/arithmetic/constraints.ts';
import type { Regularizer } from '../../shared/layers/arithmetic/regularizers.ts';
import type { Tensor, Tf } from '../../shared/layers/tfjs-contract.ts';

/** Keras's backend.epsilon(). */
const EPSILON = 1e-7;

/**
 * The penalty of a weight or an output: `l1 · Σ|w| + l2 · Σw²`. Source: keras/src/regularizers/regularizers.py.
 *
 * @returns null where both factors are 0
 */
export function penaltyOf(tf: Tf, { l1, l2 }: Regularizer, weight: Tensor): Tensor | null {
  // Not tf.abs, whose gradient at 0 is -1: in Keras it is 0, so that a bias of zeros stays.
  const first = l1 > 0 ? tf.mul(l1, tf.sum(tf.mul(weight, tf.sign(weight)))) : null;
  const second = l2 > 0 ? tf.mul(l2, tf.sum(tf.square(weight))) : null;
  return first && second ? tf.add(first, second) : (first ?? second);
}

/** Brings a weight back to what its constraint allows. Source: keras/src/constraints/constraints.py. */
export function constrained(tf: Tf, constraint: Constraint, weight: Tensor): Tensor {
  if (constraint.name === 'non_neg') return tf.maximum(weight, 0);
  const norms = tf.sqrt(tf.sum(tf.square(weight), constraint.axis, true));
  const scaledTo = (desired: Tensor | number) => tf.mul(weight, tf.div(desired, tf.add(norms, EPSILON)));
  switch (constraint.name) {
    case 'unit_norm':
      return scaledTo(1);
    case 'max_norm':
      return scaledTo(tf.minimum(norms, constraint.max_value));
    case 'min_max_norm': {
      const { min_value, max_value, rate } = constraint;
      const clipped = tf.clipByValue(norms, min_value, max_value);
      return scaledTo(tf.add(tf.mul(rate, clipped), tf.mul(1 - rate, norms)));
    }
  }
}
