/**
 * The activations a layer may apply, by Keras 3's names; each means what Keras 3 means (hard_sigmoid is
 * clip(x / 6 + 0.5, 0, 1), gelu is exact). `step` is Netloom's own: 1 for x >= 0, else 0 (the 1958 perceptron's threshold
 * unit), trained by the straight-through gradient of Bengio et al. 2013.
 */
export const ACTIVATION_NAMES = [
  'linear',
  'step',
  'sigmoid',
  'hard_sigmoid',
  'tanh',
  'relu',
  'relu6',
  'leaky_relu',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'silu',
  'gelu',
  'celu',
  'hard_silu',
  'mish',
  'log_sigmoid',
  'hard_tanh',
  'hard_shrink',
  'soft_shrink',
  'tanh_shrink',
  'squareplus',
  'exponential',
  'softmax',
  'log_softmax',
] as const;

/** An activation by Keras's name (`swish` and `hard_swish` are read as their present names `silu` and `hard_silu`). */
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

/** Whether an activation reads all elements along the last axis, and not one at a time. */
export function isAlongLastAxis(name: ActivationName): boolean {
  return name === 'softmax' || name === 'log_softmax';
}
