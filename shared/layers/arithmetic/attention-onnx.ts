import type { Shape } from '../../document/value.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { attentionPlan, type HeadSettings, type Heads } from './attention-heads.ts';
import { type Contraction, equationOf } from './contraction.ts';
import { emitSoftmaxOverLast } from './softmax-onnx.ts';

/** What a score that must not count becomes, as in Keras. */
const MASKED_SCORE = -1e9;

/** A tensor and the axis along which its places lie. */
interface Places {
  readonly name: string;
  readonly shape: Shape;
  readonly axis: number;
}

/** 0, 1, 2, ... along an axis of a tensor. */
function places(graph: OnnxGraph, { name, shape, axis }: Places): string {
  const scalar = (value: number) => graph.constant([value], 'int64', []);
  const extent = shape[axis];
  const count =
    typeof extent === 'number'
      ? scalar(extent)
      : graph.node('Gather', [graph.node('Shape', [name]), scalar(axis)], { axis: { int: 0 } });
  return graph.node('Range', [scalar(0), count, scalar(1)]);
}

/**
 * Writes scores with those hidden that a query must not see: keys behind its own place, or further away than a window.
 *
 * @param graph the graph under construction
 * @param scores (..., queries, keys)
 * @param mask whether keys behind are hidden, and the window or null
 * @param query the queries
 * @param key the keys
 */
export function emitMask(
  graph: OnnxGraph,
  scores: string,
  { isCausal, window }: { readonly isCausal: boolean; readonly window: number | null },
  query: Places,
  key: Places,
): string {
  if (!isCausal && window === null) return scores;
  const rows = graph.node('Unsqueeze', [places(graph, query), graph.constant([1], 'int64')]);
  const columns = graph.node('Unsqueeze', [places(graph, key), graph.constant([0], 'int64')]);
  const seen: string[] = [];
  if (isCausal) seen.push(graph.node('GreaterOrEqual', [rows, columns]));
  if (window !== null) {
    const distance = graph.node('Abs', [graph.node('Sub', [rows, columns])]);
    seen.push(graph.node('Less', [distance, graph.constant([window], 'int64', [])]));
  }
  const [first = ''] = seen;
  const both = seen.length > 1 ? graph.node('And', seen) : first;
  return graph.node('Where', [both, scores, graph.constant([MASKED_SCORE], 'float32', [])]);
}

/**
 * Writes scores with those hidden that belong to missing places.
 *
 * @param graph the graph under construction
 * @param scores (batch, ..., queries, keys)
 * @param rank how many axes the scores have
 * @param query the queries' mask (batch, queries), where it hides their rows
 * @param keys masks (batch, keys)
 */
export function emitPlacesMask(
  graph: OnnxGraph,
  scores: string,
  rank: number,
  query: string | undefined,
  keys: readonly (string | undefined)[],
): string {
  const heads = Array.from({ length: rank - 3 }, (_, i) => i + 1);
  const spread = (mask: string | undefined, axis: number) =>
    mask === undefined ? [] : [graph.node('Unsqueeze', [mask, graph.constant([...heads, axis], 'int64')])];
  const masks = [...spread(query, rank - 1), ...keys.flatMap(mask => spread(mask, rank - 2))];
  if (masks.length === 0) return scores;
  const seen = masks.reduce((a, b) => graph.node('And', [a, b]));
  return graph.node('Where', [seen, scores, graph.constant([MASKED_SCORE], 'float32', [])]);
}

/**
 * Writes an attention with heads as products in Einstein's notation.
 *
 * @param context the layer's
 * @param graph the graph under construction
 * @param heads the extents
 */
export function emitHeads(context: OnnxContext<HeadSettings>, graph: OnnxGraph, heads: Heads): string {
  const { parameters: p, inputs, inputNames, maskNames } = context;
  const [query = '', value = '', key = value] = inputNames;
  const shape = inputs[0]?.shape ?? [];
  const plan = attentionPlan(shape.length, heads);
  const groups = heads.repeats === null ? [heads.heads] : [heads.heads, heads.repeats];
  const multiply = (contraction: Contraction, x: string, y: string) =>
    graph.node('Einsum', [x, y], { equation: { string: equationOf(contraction) } });
  const project = (
    name: string,
    contraction: Contraction,
    x: string,
    from: readonly number[],
    to: readonly number[],
  ) => {
    const kernel = graph.weight(`${name}/kernel`, { finalShape: [...from, ...to] });
    const sum = multiply(contraction, x, kernel);
    return p.use_bias ? graph.node('Add', [sum, graph.weight(`${name}/bias`, { finalShape: to })]) : sum;
  };
  const features = (port: number) => [Number(inputs[port]?.shape?.at(-1))];
  const { keyDim, valueDim } = heads;
  const queries = project('query', plan.query, query, features(0), [...groups, keyDim]);
  const keys = project('key', plan.key, key, features(inputs.length > 2 ? 2 : 1), [heads.heads, keyDim]);
  const values = project('value', plan.value, value, features(1), [heads.heads, valueDim]);
  const scaled = graph.node('Mul', [queries, graph.constant([1 / Math.sqrt(keyDim)], 'float32', [])]);
  const scores = emitMask(
    graph,
    multiply(plan.scores, scaled, keys),
    { isCausal: p.use_causal_mask, window: p.sliding_window },
    { name: query, shape, axis: 1 },
    { name: value, shape: inputs[1]?.shape ?? [], axis: 1 },
  );
  const rank = plan.scores.result.length;
  const seen = emitPlacesMask(graph, scores, rank, maskNames?.[0], [maskNames?.[1], maskNames?.[2]]);
  const shares = emitSoftmaxOverLast(graph, seen, plan.scores.result.length, heads.axes.length);
  const answer = multiply(plan.combine, shares, values);
  const gated = p.use_gate
    ? graph.node('Mul', [
        answer,
        graph.node('Sigmoid', [project('gate', plan.gate, query, features(0), [...groups, valueDim])]),
      ])
    : answer;
  return project('attention_output', plan.output, gated, [...groups, valueDim], heads.outputShape);
}
