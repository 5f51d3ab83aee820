import { type Dim, formatShape, type Value } from '../../document/value.ts';
import { type BuiltContext, type Explanation, fail, type LayerContext } from '../contract.ts';
import { formatCount } from '../formatting.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import type { Sides } from '../parameters.ts';
import { emitAxisMatrix, type Resampling, resamplingMatrix } from './axis-map.ts';
import { interpolationReach, shiftReach } from './reach.ts';
import {
  axisNames,
  type DataFormat,
  explainAxes,
  formatPerAxis,
  joinShape,
  spatialAxesOf,
  splitShape,
} from './windows.ts';
import { emitChannelsFirst } from './windows-onnx.ts';

/** How a layer that changes the extent of spatial axes alone computes one of them. */
interface AxisChange {
  /** New extent from a known one. */
  apply(extent: number): number;
  /** The formula with numbers. */
  formula(extent: number): string;
  /** Whether the extent stays as it is, so that a symbol survives. */
  readonly unchanged: boolean;
}

function inferAxes(
  input: Value | undefined,
  rank: number,
  format: DataFormat,
  change: (axis: number) => AxisChange,
): readonly Value[] {
  const dtype = input?.dtype ?? 'float32';
  const shape = input?.shape ?? null;
  if (shape === null) return [{ dtype, shape: null }];
  const { batch, spatial, channels } = splitShape(shape, rank, format);
  const out = spatial.map((extent, axis): Dim => {
    const { unchanged, apply } = change(axis);
    if (unchanged) return extent;
    return typeof extent === 'number' ? apply(extent) : null;
  });
  return [{ dtype, shape: joinShape({ batch, spatial: out, channels }, format) }];
}

function explainChange(
  input: Value | undefined,
  rank: number,
  format: DataFormat,
  change: (axis: number) => AxisChange,
): readonly Explanation[] {
  return explainAxes(
    splitShape(input?.shape ?? [], rank, format).spatial.map((extent, axis) => {
      if (typeof extent !== 'number') return null;
      const { apply, formula } = change(axis);
      return { formula: formula(extent), result: apply(extent) };
    }),
  );
}

/** Amounts per side for a key line: `1`, `1×2`, or `(0,1)×(1,1)`. */
export function formatSides(sides: Sides): string {
  return sides.every(([begin, end]) => begin === end)
    ? formatPerAxis(sides.map(([begin]) => begin))
    : sides.map(([begin, end]) => `(${begin},${end})`).join('×');
}

const padChange =
  (sides: Sides) =>
  (axis: number): AxisChange => {
    const [begin, end] = sides[axis] ?? [0, 0];
    return {
      apply: extent => extent + begin + end,
      formula: extent => `${formatCount(extent)} + ${begin} + ${end}`,
      unchanged: begin + end === 0,
    };
  };

/**
 * What a zero padding of spatial axes declares beside its name, parameters and documentation.
 *
 * @param rank number of spatial axes
 */
export function zeroPadding(rank: number) {
  interface P {
    readonly padding: Sides;
    readonly data_format: DataFormat;
  }
  return {
    category: 'reshaping',
    inputs: { min: 1, max: 1 },
    traits: {
      isReshaping: true,
      spatialAxes: (p: P, axes: number) => spatialAxesOf(p.data_format, axes),
      reach: ({ parameters: p }: BuiltContext<P>) => p.padding.map(([begin]) => shiftReach(begin)),
    },
    keyParameters: (p: P) => `pad ${formatSides(p.padding)}`,
    infer: ({ parameters: p, inputs: [input] }: LayerContext<P>) =>
      inferAxes(input, rank, p.data_format, padChange(p.padding)),
    explain: ({ parameters: p, inputs: [input] }: BuiltContext<P>) =>
      explainChange(input, rank, p.data_format, padChange(p.padding)),
    onnx: ({ parameters: p, inputNames: [x = ''] }: OnnxContext<P>, graph: OnnxGraph) => {
      const begins = Array.from({ length: rank + 2 }, () => 0);
      const ends = [...begins];
      for (const [i, axis] of spatialAxesOf(p.data_format, rank + 2).entries()) {
        begins[axis] = p.padding[i]?.[0] ?? 0;
        ends[axis] = p.padding[i]?.[1] ?? 0;
      }
      return [graph.node('Pad', [x, graph.constant([...begins, ...ends], 'int64')])];
    },
  } as const;
}

const cropChange =
  (sides: Sides, rank: number) =>
  (axis: number): AxisChange => {
    const [begin, end] = sides[axis] ?? [0, 0];
    return {
      apply: extent => {
        if (begin + end >= extent)
          fail(
            'shape.kernel',
            `needs a ${axisNames(rank)[axis] ?? 'size'} of more than ${begin + end}, which it cuts off; got ${extent}. Use a smaller cropping.`,
          );
        return extent - begin - end;
      },
      formula: extent => `${formatCount(extent)} − ${begin} − ${end}`,
      unchanged: begin + end === 0,
    };
  };

/**
 * What a cropping of spatial axes declares beside its name, parameters and documentation.
 *
 * @param rank number of spatial axes
 * @param formatOf the data format (the 1-D layer has none in Keras)
 */
export function cropping<P extends { readonly cropping: Sides }>(
  rank: number,
  formatOf: (p: P) => DataFormat,
) {
  return {
    category: 'reshaping',
    inputs: { min: 1, max: 1 },
    traits: {
      isReshaping: true,
      spatialAxes: (p: P, axes: number) => spatialAxesOf(formatOf(p), axes),
      reach: ({ parameters: p }: BuiltContext<P>) => p.cropping.map(([begin]) => shiftReach(-begin)),
    },
    keyParameters: (p: P) => `crop ${formatSides(p.cropping)}`,
    infer: ({ parameters: p, inputs: [input] }: LayerContext<P>) =>
      inferAxes(input, rank, formatOf(p), cropChange(p.cropping, rank)),
    explain: ({ parameters: p, inputs: [input] }: BuiltContext<P>) =>
      explainChange(input, rank, formatOf(p), cropChange(p.cropping, rank)),
    onnx: ({ parameters: p, inputNames: [x = ''] }: OnnxContext<P>, graph: OnnxGraph) => {
      // A negative end counts from the end; without anything to cut, the largest 32-bit number means "to the end".
      const ends = p.cropping.map(([, end]) => (end === 0 ? 2 ** 31 - 1 : -end));
      return [
        graph.node('Slice', [
          x,
          graph.constant(
            p.cropping.map(([begin]) => begin),
            'int64',
          ),
          graph.constant(ends, 'int64'),
          graph.constant(spatialAxesOf(formatOf(p), rank + 2), 'int64'),
        ]),
      ];
    },
  } as const;
}

const scaleChange =
  (size: readonly number[]) =>
  (axis: number): AxisChange => {
    const factor = size[axis] ?? 1;
    return {
      apply: extent => extent * factor,
      formula: extent => `${formatCount(extent)} × ${factor}`,
      unchanged: factor === 1,
    };
  };

/** Whether ONNX's Resize lacks the way of interpolating, so that a matrix made for the input's extents stands for it. */
function isMatrix(method: Interpolation): boolean {
  return method !== 'nearest' && method !== 'bilinear';
}

function requireKnown(input: Value | undefined, rank: number, format: DataFormat): void {
  const shape = input?.shape ?? null;
  if (shape === null || splitShape(shape, rank, format).spatial.every(extent => typeof extent === 'number'))
    return;
  fail(
    'shape.unknown',
    `needs known spatial extents to interpolate in this way; got ${formatShape(shape)}. Give the input fixed extents, or take bilinear.`,
    { title: 'Set interpolation to bilinear', parameters: { interpolation: 'bilinear' } },
  );
}

/** How new pixels of an upsampling come about. */
export type Interpolation = Resampling;

/**
 * What an upsampling of spatial axes declares beside its name, parameters and documentation.
 *
 * @param rank number of spatial axes
 * @param formatOf the data format (the 1-D layer has none in Keras)
 * @param interpolationOf nearest where the layer has no choice
 */
export function upsampling<P extends { readonly size: readonly number[] }>(
  rank: number,
  formatOf: (p: P) => DataFormat,
  interpolationOf: (p: P) => Interpolation,
) {
  return {
    category: 'reshaping',
    inputs: { min: 1, max: 1 },
    traits: {
      spatialAxes: (p: P, axes: number) => spatialAxesOf(formatOf(p), axes),
      reach: ({ parameters: p }: BuiltContext<P>) =>
        p.size.map(factor => interpolationReach(factor, interpolationOf(p))),
    },
    keyParameters: (p: P) =>
      interpolationOf(p) === 'nearest'
        ? `×${formatPerAxis(p.size)}`
        : `×${formatPerAxis(p.size)} · ${interpolationOf(p)}`,
    infer: ({ parameters: p, inputs: [input] }: LayerContext<P>) => {
      const outputs = inferAxes(input, rank, formatOf(p), scaleChange(p.size));
      if (isMatrix(interpolationOf(p))) requireKnown(input, rank, formatOf(p));
      return outputs;
    },
    explain: ({ parameters: p, inputs: [input] }: BuiltContext<P>) =>
      explainChange(input, rank, formatOf(p), scaleChange(p.size)),
    onnx: ({ parameters: p, inputs: [input], inputNames: [x = ''] }: OnnxContext<P>, graph: OnnxGraph) => {
      const method = interpolationOf(p);
      if (isMatrix(method)) {
        const axes = spatialAxesOf(formatOf(p), rank + 2);
        return [
          axes.reduce((name, axis, i) => {
            const from = Number(input?.shape?.[axis]);
            const matrix = resamplingMatrix(method, from, from * (p.size[i] ?? 1), false);
            return p.size[i] === 1 ? name : emitAxisMatrix(graph, name, rank + 2, axis, matrix);
          }, x),
        ];
      }
      // Nearest: input index = floor(output index / factor). Bilinear: pixel centres, as TensorFlow 2 and Keras.
      const mode =
        interpolationOf(p) === 'nearest'
          ? {
              mode: { string: 'nearest' },
              coordinate_transformation_mode: { string: 'asymmetric' },
              nearest_mode: { string: 'floor' },
            }
          : { mode: { string: 'linear' }, coordinate_transformation_mode: { string: 'half_pixel' } };
      const scales = graph.constant([1, 1, ...p.size], 'float32');
      return [
        emitChannelsFirst(graph, x, rank + 2, formatOf(p), 'linear', inner =>
          graph.node('Resize', [inner, '', scales], mode),
        ),
      ];
    },
  } as const;
}
