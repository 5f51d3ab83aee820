import { applyActivation } from './arithmetic/activation.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type dense from './dense.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks gelu, relu6, step and means another hard_sigmoid. */
export const forward: Forward<ParametersOf<typeof dense>> = (tf, { parameters, inputs: [x], weights }) => {
  const { kernel, bias } = weights;
  if (!x || !kernel) throw new Error('Dense was called without its input or kernel.');
  const inputDim = kernel.shape[0] ?? 1;
  const flat = tf.matMul(x.reshape([-1, inputDim]) as typeof x & { rank: 2 }, kernel);
  const sum = bias ? tf.add(flat, bias) : flat;
  const shaped = sum.reshape([...x.shape.slice(0, -1), parameters.units]);
  return [applyActivation(tf, parameters.activation, shaped)];
};
