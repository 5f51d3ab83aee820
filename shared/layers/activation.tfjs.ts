import type activation from './activation.ts';
import { applyActivation } from './arithmetic/activation.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs lacks step and gelu, and means another hard_sigmoid and leaky_relu. */
export const forward: Forward<ParametersOf<typeof activation>> = (tf, { parameters, inputs }) => [
  applyActivation(tf, parameters.activation, soleInput(inputs)),
];
