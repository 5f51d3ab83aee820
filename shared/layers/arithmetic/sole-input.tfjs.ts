import type { Tensor } from '../tfjs-contract.ts';

/**
 * The one tensor that a layer with a single input receives.
 *
 * @param inputs the tensors on its wires
 * @throws Error when there is none
 */
export function soleInput([input]: readonly Tensor[]): Tensor {
  if (!input) throw new Error('A layer was called without its input.');
  return input;
}
