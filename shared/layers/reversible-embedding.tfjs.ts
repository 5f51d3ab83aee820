import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type reversibleEmbedding from './reversible-embedding.ts';
import type { Forward, Tensor } from './tfjs-contract.ts';

/** Rows of the table, or scores for all of them. */
export const forward: Forward<ParametersOf<typeof reversibleEmbedding>> = (
  tf,
  { parameters: p, inputs, weights: { embeddings, reverse_embeddings: back } },
) => {
  const x = soleInput(inputs);
  if (!embeddings) throw new Error('ReversibleEmbedding was called without its table.');
  if (!p.reverse) return [tf.gather(embeddings, tf.cast(x, 'int32'))];
  const vectors = tf.reshape(x, [-1, p.output_dim]);
  const flat = back ? tf.matMul(vectors, back) : tf.matMul(vectors, embeddings, false, true);
  const scores: Tensor = tf.reshape(flat, [...x.shape.slice(0, -1), p.input_dim]);
  const cap = p.logit_soft_cap;
  return [cap === null ? scores : tf.mul(tf.tanh(tf.div(scores, cap)), cap)];
};
