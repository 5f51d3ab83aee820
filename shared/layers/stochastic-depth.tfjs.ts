import { applyDropout } from './arithmetic/dropout.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type stochasticDepth from './stochastic-depth.ts';
import type { Forward } from './tfjs-contract.ts';

/** A dropout with one random number per sample. */
export const forward: Forward<ParametersOf<typeof stochasticDepth>> = (tf, context) => {
  const x = soleInput(context.inputs);
  const shape = x.shape.map((extent, axis) => (axis === 0 ? extent : 1));
  return [applyDropout(tf, { ...context, parameters: { rate: context.parameters.drop_path_rate } }, shape)];
};
