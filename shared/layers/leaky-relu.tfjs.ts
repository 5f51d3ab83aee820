import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type leakyRelu from './leaky-relu.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs calls the slope by another name. */
export const forward: Forward<ParametersOf<typeof leakyRelu>> = (tf, { parameters: p, inputs }) => [
  tf.leakyRelu(soleInput(inputs), p.negative_slope),
];
