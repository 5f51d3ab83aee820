import { formatShape, type Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';
import type { Heads } from './attention-heads.ts';

/**
 * The extents of a grouped-query attention.
 *
 * @param p the layer's parameters
 * @param shapes of query and value
 * @throws LayerError `shape.rank`, `shape.mismatch` or `parameter.conflict`
 */
export function groupedHeads(
  p: {
    readonly head_dim: number;
    readonly num_query_heads: number;
    readonly num_key_value_heads: number;
  },
  [query = [], value = []]: readonly Shape[],
): Heads {
  if (query.length !== 3)
    fail(
      'shape.rank',
      `needs a query of three axes, (batch, places, features); got ${formatShape(query)}. Reshape it before.`,
    );
  if (p.num_query_heads % p.num_key_value_heads !== 0)
    fail(
      'parameter.conflict',
      `needs query heads that divide by the key-value heads; got ${p.num_query_heads} and ${p.num_key_value_heads}. Choose a divisor of ${p.num_query_heads}.`,
      { title: 'Use one key-value head', parameters: { num_key_value_heads: 1 } },
    );
  const features = query.at(-1);
  if (features !== value.at(-1))
    fail(
      'shape.mismatch',
      `needs a query and a value of equal features; got ${formatShape(query)} and ${formatShape(value)}. Put a Dense before one of them.`,
    );
  return {
    heads: p.num_key_value_heads,
    repeats: p.num_query_heads / p.num_key_value_heads,
    keyDim: p.head_dim,
    valueDim: p.head_dim,
    outputShape: [Number(features)],
    axes: [1],
  };
}
