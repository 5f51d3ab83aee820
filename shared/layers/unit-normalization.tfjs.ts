import { resolveAxes } from './arithmetic/activation-axes.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import { unitLength } from './arithmetic/unit-length.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';
import type unitNormalization from './unit-normalization.ts';

/** x · min(1 / √Σx², 1e12), as Keras. */
export const forward: Forward<ParametersOf<typeof unitNormalization>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  return [unitLength(tf, x, resolveAxes(p.axis, x.shape), 1e-12)];
};
