import { encode } from './arithmetic/bins.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type categoryEncoding from './category-encoding.ts';
import type { ParametersOf } from './contract.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation because tfjs's stock layer takes two axes alone. */
export const forward: Forward<ParametersOf<typeof categoryEncoding>> = (tf, { parameters: p, inputs }) => [
  encode(tf, tf.cast(soleInput(inputs), 'float32'), p.output_mode, p.num_tokens),
];
