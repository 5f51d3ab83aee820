import type { Dim, Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';
import type { Heads } from './attention-heads.ts';

/**
 * The extents of a multi-head attention.
 *
 * @param p the layer's parameters
 * @param query shape of the query
 * @throws LayerError `parameter.value` for an output shape with unknown extents
 */
export function multiHeads(
  p: {
    readonly num_heads: number;
    readonly key_dim: number;
    readonly value_dim: number | null;
    readonly output_shape: readonly Dim[] | null;
    readonly attention_axes: readonly number[] | null;
  },
  query: Shape,
): Heads {
  const rank = query.length;
  const made =
    p.output_shape === null || p.output_shape.length === 0 ? [query.at(-1) ?? null] : p.output_shape;
  const outputShape = made.filter(dim => typeof dim === 'number');
  if (outputShape.length < made.length)
    fail(
      'parameter.value',
      `needs an output_shape of whole numbers; got [${made.map(dim => dim ?? 'null').join(', ')}]. Write the extents.`,
    );
  const all = Array.from({ length: Math.max(rank - 2, 0) }, (_, i) => i + 1);
  return {
    heads: p.num_heads,
    repeats: null,
    keyDim: p.key_dim,
    valueDim: p.value_dim ?? p.key_dim,
    outputShape,
    axes: p.attention_axes?.map(axis => (axis < 0 ? axis + rank : axis)) ?? all,
  };
}
