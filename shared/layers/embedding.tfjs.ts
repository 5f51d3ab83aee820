import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type embedding from './embedding.ts';
import type { Forward } from './tfjs-contract.ts';

/** Rows of the table; tfjs's stock layer takes ranks up to 2 alone. */
export const forward: Forward<ParametersOf<typeof embedding>> = (tf, { inputs, weights: { embeddings } }) => {
  if (!embeddings) throw new Error('Embedding was called without its table.');
  return [tf.gather(embeddings, tf.cast(soleInput(inputs), 'int32'))];
};
