/** The value to which SELU falls: −scale · alpha. Source: Klambauer et al. 2017; keras/src/layers/regularization/alpha_dropout.py. */
export const SELU_SATURATION = -1.6732632423543772 * 1.0507009873554805;

/**
 * What brings mean and variance back after elements were set to {@link SELU_SATURATION}: a · x + b.
 *
 * @param rate fraction set, above 0 and below 1
 */
export function alphaAffine(rate: number): { readonly a: number; readonly b: number } {
  const a = ((1 - rate) * (1 + rate * SELU_SATURATION ** 2)) ** -0.5;
  return { a, b: -a * SELU_SATURATION * rate };
}
