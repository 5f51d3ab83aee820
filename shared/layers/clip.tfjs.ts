import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type clip from './clip.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Own computation: a bound that is none does not count. */
export const forward: Forward<ParametersOf<typeof clip>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const bound = (value: number): Tensor => tf.fill(x.shape, value, x.dtype === 'int32' ? 'int32' : 'float32');
  const raised = p.min === null ? x : tf.maximum(x, bound(p.min));
  return [p.max === null ? raised : tf.minimum(raised, bound(p.max))];
};
