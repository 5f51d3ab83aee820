import { formatShape } from '../../document/value.ts';
import { type BuiltContext, type Explanation, fail, type LayerContext, output } from '../contract.ts';
import { formatCount, formatExtents } from '../formatting.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { integers } from '../parameters.ts';
import { adaptiveRange, averagingMatrix, emitAxisMatrix } from './axis-map.ts';
import { adaptiveReach } from './reach.ts';
import { reduce } from './reduction-onnx.ts';
import { axisNames, type DataFormat, dataFormat, joinShape, spatialAxesOf, splitShape } from './windows.ts';

/** Canonical parameters of a pooling to a given size. */
export interface AdaptivePoolingParameters {
  readonly output_size: readonly number[];
  readonly data_format: DataFormat;
}

type P = AdaptivePoolingParameters;

/**
 * The parameters of a pooling to a given size. Keras has no default for the size; 1 is ours.
 *
 * @param rank number of spatial axes
 */
export function adaptivePoolingParameters(rank: number) {
  return {
    output_size: integers(rank, {
      default: Array.from({ length: rank }, () => 1),
      min: 1,
      doc: 'Extent of each spatial axis of the output, whatever that of the input is.',
    }),
    data_format: dataFormat(),
  };
}

function infer({ parameters: p, inputs: [input] }: LayerContext<P>, rank: number) {
  const shape = input?.shape ?? null;
  if (shape === null) return [{ dtype: 'float32' as const, shape: null }];
  const parts = splitShape(shape, rank, p.data_format);
  const isGlobal = p.output_size.every(extent => extent === 1);
  if (!isGlobal && parts.spatial.some(extent => typeof extent !== 'number'))
    fail(
      'shape.unknown',
      `needs known spatial extents to divide into parts; got ${formatShape(shape)}. Give the input fixed extents, or take output_size 1.`,
    );
  return output(joinShape({ ...parts, spatial: p.output_size }, p.data_format));
}

function explain({ parameters: p, inputs: [input] }: BuiltContext<P>, rank: number): readonly Explanation[] {
  const { spatial } = splitShape(input?.shape ?? [], rank, p.data_format);
  return spatial.flatMap((extent, axis) => {
    const to = p.output_size[axis] ?? 1;
    if (typeof extent !== 'number') return [];
    return [
      {
        title: `Elements of one part along the ${axisNames(rank)[axis]}, at least`,
        formula: `⌊${formatCount(extent)} / ${formatCount(to)}⌋`,
        result: formatCount(Math.max(1, Math.floor(extent / to))),
      },
    ];
  });
}

/** Elements of each part side by side, the last one repeated where a part is shorter than the longest. */
function parts(from: number, to: number): { readonly length: number; readonly indices: readonly number[] } {
  const ranges = Array.from({ length: to }, (_, i) => adaptiveRange(from, to, i));
  const length = Math.max(...ranges.map(({ start, end }) => end - start));
  return {
    length,
    indices: ranges.flatMap(({ start, end }) =>
      Array.from({ length }, (_, k) => Math.min(start + k, end - 1)),
    ),
  };
}

function emitMaximum(graph: OnnxGraph, x: string, axis: number, from: number, to: number): string {
  const { length, indices } = parts(from, to);
  const gathered = graph.node('Gather', [x, graph.constant(indices, 'int64', [to, length])], {
    axis: { int: axis },
  });
  return reduce(graph, 'ReduceMax', gathered, [axis + 1], false);
}

function onnx(
  { parameters: p, inputs: [input], inputNames: [x = ''] }: OnnxContext<P>,
  graph: OnnxGraph,
  rank: number,
  kind: 'max' | 'average',
): readonly string[] {
  const axes = spatialAxesOf(p.data_format, rank + 2);
  if (p.output_size.every(extent => extent === 1))
    return [reduce(graph, kind === 'max' ? 'ReduceMax' : 'ReduceMean', x, axes, true)];
  let result = x;
  for (const [i, axis] of axes.entries()) {
    const from = Number(input?.shape?.[axis]);
    const to = p.output_size[i] ?? 1;
    if (from === to) continue;
    result =
      kind === 'max'
        ? emitMaximum(graph, result, axis, from, to)
        : emitAxisMatrix(graph, result, rank + 2, axis, averagingMatrix(from, to));
  }
  return [result];
}

/**
 * Everything about a pooling to a given size but its name and its words. Part i of an axis covers ⌊i · in / out⌋ to ⌈(i + 1) · in / out⌉.
 *
 * @param rank number of spatial axes
 * @param kind maximum or average
 */
export function adaptivePooling(rank: number, kind: 'max' | 'average') {
  return {
    category: 'pooling',
    inputs: { min: 1, max: 1 },
    traits: {
      spatialAxes: (p: P, inputRank: number) => spatialAxesOf(p.data_format, inputRank),
      reach: (context: BuiltContext<P>) => adaptiveReach(context),
    },
    keyParameters: (p: P) => `to ${formatExtents(p.output_size)}`,
    infer: (context: LayerContext<P>) => infer(context, rank),
    explain: (context: BuiltContext<P>) => explain(context, rank),
    onnx: (context: OnnxContext<P>, graph: OnnxGraph) => onnx(context, graph, rank, kind),
  } as const;
}
