import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type rescaling from './rescaling.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs's stock layer takes one number alone. */
export const forward: Forward<ParametersOf<typeof rescaling>> = (tf, { parameters: p, inputs }) => [
  tf.add(tf.mul(soleInput(inputs), tf.tensor1d([...p.scale])), tf.tensor1d([...p.offset])),
];
