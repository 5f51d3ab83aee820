import type { Dim } from '../../document/value.ts';
import { type BuiltContext, type Explanation, fail, type LayerContext, output } from '../contract.ts';
import { formatCount } from '../formatting.ts';
import { type OnnxContext, type OnnxGraph, toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import { integers, optional, type Padding, padding } from '../parameters.ts';
import { windowReach } from './reach.ts';
import {
  axisNames,
  axisPadding,
  type DataFormat,
  dataFormat,
  explainOutputSize,
  formatWindow,
  joinShape,
  type SlidingWindow,
  spatialAxesOf,
  splitShape,
  windowOutputs,
  windowPads,
} from './windows.ts';
import { kerasPooling } from './windows-keras.ts';

/** What becomes of the elements in a window. */
export type PoolingKind = 'max' | 'average' | 'sum' | 'l2';

/** Canonical parameters of a pooling layer. */
export interface PoolingParameters {
  readonly pool_size: readonly number[];
  /** Null means the window's own size. */
  readonly strides: readonly number[] | null;
  readonly padding: Padding<'valid' | 'same'>;
  readonly data_format: DataFormat;
}

/**
 * The parameters of a pooling layer with Keras's defaults.
 *
 * @param rank number of spatial axes
 */
export function poolingParameters(rank: number) {
  return {
    pool_size: integers(rank, {
      default: Array.from({ length: rank }, () => 2),
      min: 1,
      doc: 'Extent of the window along each axis.',
    }),
    strides: optional(
      integers(rank, {
        default: Array.from({ length: rank }, () => 2),
        min: 1,
        doc: 'Steps of the window along each axis; none means the size of the window.',
      }),
    ),
    padding: padding(rank, ['valid', 'same'], {
      default: 'valid',
      doc: 'valid: windows inside the input only; same: ⌈extent / stride⌉ windows; or elements per side.',
    }),
    data_format: dataFormat(),
  };
}

/** The sliding window of a pooling layer. */
export function poolingWindow(p: PoolingParameters): SlidingWindow {
  return {
    size: p.pool_size,
    strides: p.strides ?? p.pool_size,
    dilation: p.pool_size.map(() => 1),
    padding: p.padding,
  };
}

function inputParts(context: LayerContext<PoolingParameters>, rank: number) {
  const shape = context.inputs[0]?.shape ?? null;
  return shape && splitShape(shape, rank, context.parameters.data_format);
}

/** A window wholly inside the padding has no element: no maximum and no average. */
function refuseEmptyWindows(p: PoolingParameters): void {
  for (const [axis, size] of p.pool_size.entries()) {
    const sides = axisPadding(p.padding, axis);
    if (typeof sides === 'string' || Math.max(...sides) < size) continue;
    fail(
      'parameter.conflict',
      `needs padding smaller than the window along the ${axisNames(p.pool_size.length)[axis] ?? 'axis'}; got padding ${sides.join(' and ')} around a window of ${size}. Use less padding or a larger window.`,
      { title: 'Set padding to same', parameters: { padding: 'same' } },
    );
  }
}

function infer(context: LayerContext<PoolingParameters>, rank: number) {
  refuseEmptyWindows(context.parameters);
  const dtype = context.inputs[0]?.dtype ?? 'float32';
  const parts = inputParts(context, rank);
  if (!parts) return [{ dtype, shape: null }];
  const spatial = windowOutputs(parts.spatial, poolingWindow(context.parameters));
  return output(joinShape({ ...parts, spatial }, context.parameters.data_format), dtype);
}

function explain(
  context: BuiltContext<PoolingParameters>,
  rank: number,
  kind: PoolingKind,
): readonly Explanation[] {
  const parts = inputParts(context, rank);
  if (!parts) return [];
  const { pool_size: size } = context.parameters;
  const verb = { max: 'compared', average: 'averaged', sum: 'added', l2: 'squared and added' }[kind];
  return [
    ...explainOutputSize(parts.spatial, poolingWindow(context.parameters)),
    {
      title: `Elements ${verb} per window`,
      formula: size.map(formatCount).join(' × '),
      result: formatCount(size.reduce((product, extent) => product * extent, 1)),
    },
  ];
}

/** The attributes that tell ONNX the window: explicit pads where they are known, else SAME_UPPER. */
function windowAttributes(window: SlidingWindow, spatial: readonly Dim[]) {
  const pads = windowPads(spatial, window);
  return {
    kernel_shape: { ints: window.size },
    strides: { ints: window.strides },
    ...(pads
      ? { pads: { ints: [...pads.map(([begin]) => begin), ...pads.map(([, end]) => end)] } }
      : { auto_pad: { string: 'SAME_UPPER' } }),
  };
}

function emit(context: OnnxContext<PoolingParameters>, graph: OnnxGraph, rank: number, kind: PoolingKind) {
  const { parameters: p, inputNames } = context;
  const isLast = p.data_format === 'channels_last';
  const [x = ''] = inputNames;
  const maps = isLast ? graph.transpose(x, toChannelsFirst(rank + 2)) : x;
  const window = poolingWindow(p);
  const attributes = windowAttributes(window, inputParts(context, rank)?.spatial ?? []);
  const pooled = emitPool(graph, kind, maps, attributes, window);
  return [isLast ? graph.transpose(pooled, toChannelsLast(rank + 2)) : pooled];
}

function emitPool(
  graph: OnnxGraph,
  kind: PoolingKind,
  maps: string,
  attributes: ReturnType<typeof windowAttributes>,
  window: SlidingWindow,
): string {
  switch (kind) {
    case 'max':
      return graph.node('MaxPool', [maps], attributes);
    case 'average':
      return graph.node('AveragePool', [maps], { ...attributes, count_include_pad: { int: 0 } });
    case 'l2':
      return graph.node('LpPool', [maps], { ...attributes, p: { int: 2 } });
    case 'sum': {
      // The mean with the padding counted as zeros, times the number of elements, is the sum.
      const mean = graph.node('AveragePool', [maps], { ...attributes, count_include_pad: { int: 1 } });
      const elements = window.size.reduce((product, extent) => product * extent, 1);
      return graph.node('Mul', [mean, graph.constant([elements], 'float32', [])]);
    }
  }
}

/**
 * Everything about a pooling layer but its name and its words.
 *
 * @param rank number of spatial axes
 * @param kind what becomes of the elements in a window
 */
export function pooling(rank: number, kind: PoolingKind) {
  return {
    inputs: { min: 1, max: 1 },
    traits: {
      spatialAxes: (p: PoolingParameters, inputRank: number) => spatialAxesOf(p.data_format, inputRank),
      window: (p: PoolingParameters) => poolingWindow(p),
      reach: (context: BuiltContext<PoolingParameters>) =>
        windowReach(context, poolingWindow(context.parameters)),
    },
    keyParameters: (p: PoolingParameters) => formatWindow(poolingWindow(p), p.pool_size),
    infer: (context: LayerContext<PoolingParameters>) => infer(context, rank),
    explain: (context: BuiltContext<PoolingParameters>) => explain(context, rank, kind),
    keras: kerasPooling(rank, kind),
    onnx: (context: OnnxContext<PoolingParameters>, graph: OnnxGraph) => emit(context, graph, rank, kind),
  };
}
