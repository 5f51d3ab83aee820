import type { Tensor, Tf } from '../tfjs-contract.ts';
import type { ActivationName } from './activation-names.ts';
import { withoutGradient } from './without-gradient.tfjs.ts';

/**
 * Applies an activation with Keras 3's meaning. Source: keras/src/activations/activations.py (leaky_relu's slope 0.2,
 * hard_sigmoid x / 6 + 0.5, gelu exact, softmax and log_softmax over the last axis).
 *
 * @param tf the engine
 * @param name the activation
 * @param x any tensor
 */
export function applyActivation(tf: Tf, name: ActivationName, x: Tensor): Tensor {
  switch (name) {
    case 'linear':
      return x;
    case 'step':
      return straightThroughStep(tf, x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'hard_sigmoid':
      return tf.clipByValue(tf.add(tf.div(x, 6), 0.5), 0, 1);
    case 'tanh':
      return tf.tanh(x);
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'leaky_relu':
      return tf.leakyRelu(x, 0.2);
    case 'elu':
      return tf.elu(x);
    case 'selu':
      return tf.selu(x);
    case 'softplus':
      return tf.softplus(x);
    case 'softsign':
      return tf.div(x, tf.add(tf.abs(x), 1));
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    case 'gelu':
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
    case 'celu':
      return tf.elu(x);
    case 'hard_silu':
      return tf.mul(x, tf.clipByValue(tf.add(tf.div(x, 6), 0.5), 0, 1));
    case 'mish':
      return tf.mul(x, tf.tanh(tf.softplus(x)));
    case 'log_sigmoid':
      return tf.neg(tf.softplus(tf.neg(x)));
    case 'hard_tanh':
      return tf.clipByValue(x, -1, 1);
    case 'hard_shrink': {
      const isKept = withoutGradient(tf, [x], (given = x) =>
        tf.cast(tf.greater(tf.abs(given), 0.5), 'float32'),
      );
      return tf.mul(x, isKept);
    }
    case 'soft_shrink':
      return tf.sub(tf.relu(tf.sub(x, 0.5)), tf.relu(tf.sub(tf.neg(x), 0.5)));
    case 'tanh_shrink':
      return tf.sub(x, tf.tanh(x));
    case 'squareplus':
      return tf.mul(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 0.5);
    case 'exponential':
      return tf.exp(x);
    case 'softmax':
      return tf.softmax(x);
    case 'log_softmax':
      return tf.logSoftmax(x);
  }
}

/** The step function with the straight-through gradient: the gradient passes where |x| <= 1 (Bengio et al. 2013). */
function straightThroughStep(tf: Tf, x: Tensor): Tensor {
  const step = tf.customGrad((input, save) => {
    const tensor = input as Tensor;
    (save as (tensors: Tensor[]) => void)([tensor]);
    return {
      value: tf.cast(tf.greaterEqual(tensor, 0), 'float32'),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [kept = tensor] = saved;
        return tf.mul(dy, tf.cast(tf.lessEqual(tf.abs(kept), 1), 'float32'));
      },
    };
  });
  return step(x);
}
