import { type Dim, formatShape, type Shape, type Value } from '../../document/value.ts';
import { fail, output } from '../contract.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { number } from '../parameters.ts';
import { attentionInputs } from './attention-heads.ts';
import { emitMask, emitPlacesMask } from './attention-onnx.ts';

/** What both attentions without projections have behind their own parameters. */
export const PLAIN_ATTENTION = {
  dropout: number({ default: 0, min: 0, max: 1, doc: 'Fraction of the attention dropped while training.' }),
};

/** Ports and traits of an attention without projections. */
export const ATTENTION_LAYER = {
  category: 'attention' as const,
  inputs: { min: 2, max: 3, names: ['query', 'value', 'key'] },
  traits: { masks: { passes: 'first' as const, isReader: true }, isRandom: true, hasTrainingMode: true },
};

/**
 * The output of an attention without projections: the queries' places, the values' features.
 *
 * @throws LayerError `shape.rank` or `shape.mismatch`
 */
export function inferAttention(inputs: readonly Value[]): readonly Value[] {
  const shapes = attentionInputs(inputs);
  if (shapes === null) return [{ dtype: 'float32', shape: null }];
  const [query, value, key] = shapes;
  const written = `${formatShape(query)}, ${formatShape(value)}${inputs.length > 2 ? ` and ${formatShape(key)}` : ''}`;
  const rank = query.length;
  if (rank < 3 || shapes.some(shape => shape.length !== rank))
    fail(
      'shape.rank',
      `needs query, value and key of equally many axes, three or more: (batch, places, features); got ${written}. Bring them to that form.`,
    );
  const differ = (a: Dim | undefined, b: Dim | undefined) =>
    typeof a === 'number' && typeof b === 'number' && a !== b;
  if (differ(query.at(-1), key.at(-1)))
    fail(
      'shape.mismatch',
      `needs queries and keys of equal features; got ${written}: ${query.at(-1)} and ${key.at(-1)}. Put a Dense before one of them.`,
    );
  if (differ(value.at(-2), key.at(-2)))
    fail('shape.mismatch', `needs as many keys as values; got ${written}. Wire both from the same sequence.`);
  for (let axis = 1; axis < rank - 2; axis += 1)
    if (differ(query[axis], value[axis]) || differ(query[axis], key[axis]))
      fail(
        'shape.mismatch',
        `needs inputs that agree in all axes before the last two; got ${written}. Bring them to the same extents.`,
      );
  return output([...query.slice(0, -1), value.at(-1) ?? null]);
}

/** Multiply-adds of weighing the values: queries × keys × features; null where an extent is unknown. */
export function pairsCost(query: Shape, value: Shape, features: Dim | undefined): number | null {
  const extents = [...query.slice(1, -1), value.at(-2) ?? null, features ?? null];
  let product = 1;
  for (const extent of extents) {
    if (typeof extent !== 'number') return null;
    product *= extent;
  }
  return product;
}

/** Writes tanh(query + key) of every pair: (..., queries, keys, features). */
export function emitPairs(
  graph: OnnxGraph,
  query: string,
  key: string,
  rank: number,
  scale: string | null,
): string {
  const rows = graph.node('Unsqueeze', [query, graph.constant([rank - 1], 'int64')]);
  const columns = graph.node('Unsqueeze', [key, graph.constant([rank - 2], 'int64')]);
  const sum = graph.node('Add', [rows, columns]);
  return graph.node('Tanh', [scale === null ? sum : graph.node('Mul', [sum, scale])]);
}

/** Writes the mask, the softmax of the scores and the weighted sum of the values. */
export function emitWeightedSum<P extends { readonly use_causal_mask: boolean }>(
  { parameters: p, inputs, inputNames, maskNames }: OnnxContext<P>,
  graph: OnnxGraph,
  scores: string,
): string {
  const rank = inputs[0]?.shape?.length ?? 3;
  const end = (port: number) => {
    const shape = inputs[port]?.shape ?? [];
    return { name: inputNames[port] ?? '', shape, axis: rank - 2 };
  };
  const masked = emitMask(graph, scores, { isCausal: p.use_causal_mask, window: null }, end(0), end(1));
  const seen = emitPlacesMask(graph, masked, rank, undefined, [maskNames?.[1]]);
  const shares = graph.node('Softmax', [seen], { axis: { int: rank - 1 } });
  const result = graph.node('MatMul', [shares, inputNames[1] ?? '']);
  const query = maskNames?.[0];
  if (query === undefined) return result;
  const rows = graph.node('Unsqueeze', [query, graph.constant([-1], 'int64')]);
  return graph.node('Where', [rows, result, graph.constant([0], 'float32', [])]);
}
