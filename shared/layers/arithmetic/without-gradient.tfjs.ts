import type { Tensor, Tf } from '../tfjs-contract.ts';

/**
 * Computes what has no gradient (comparisons, positions): training passes zeros back instead of failing.
 *
 * @param tf the engine
 * @param inputs what it is computed of
 * @param compute the computation
 */
export function withoutGradient(
  tf: Tf,
  inputs: readonly Tensor[],
  compute: (...inputs: readonly Tensor[]) => Tensor,
): Tensor {
  const still = tf.customGrad((...given) => {
    const tensors = given.slice(0, inputs.length) as Tensor[];
    return {
      value: compute(...tensors),
      gradFunc: () => inputs.map(input => tf.zeros(input.shape)),
    };
  });
  return still(...inputs);
}
