import { applyActivation } from './arithmetic/activation.tfjs.ts';
import { contract } from './arithmetic/contraction.tfjs.ts';
import { analyzeEinsum } from './arithmetic/einsum-equation.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type einsumDense from './einsum-dense.ts';
import type { Forward } from './tfjs-contract.ts';

/** A matrix product between transposes, then bias and activation. */
export const forward: Forward<ParametersOf<typeof einsumDense>> = (
  tf,
  { parameters: p, inputs, weights: { kernel, bias } },
) => {
  const x = soleInput(inputs);
  if (!kernel) throw new Error('EinsumDense was called without its kernel.');
  const sum = contract(tf, analyzeEinsum(p, x.shape).contraction, x, kernel);
  return [applyActivation(tf, p.activation, bias ? tf.add(sum, bias) : sum)];
};
