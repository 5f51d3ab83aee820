import { formatShape } from '../../document/value.ts';
import { type BuiltContext, type Explanation, fail, type LayerContext, output } from '../contract.ts';
import { formatCount } from '../formatting.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { integer, type Sides } from '../parameters.ts';
import { emitAxisMatrix, type Resampling, resamplingMatrix } from './axis-map.ts';
import { axisNames, type DataFormat, joinShape, spatialAxesOf, splitShape } from './windows.ts';
import { emitChannelsFirst } from './windows-onnx.ts';

/** How images of one size become images of another. */
export interface Resize {
  readonly height: number;
  readonly width: number;
  readonly data_format: DataFormat;
  readonly interpolation: Resampling;
  readonly antialias: boolean;
  /** What happens where the aspect ratios differ: the image is stretched, cropped before or padded before. */
  readonly fit: 'stretch' | 'crop' | 'pad';
  readonly fillValue: number;
}

/** A bilinear resize that crops to the aspect ratio first, as Keras's smart_resize. */
export function smartResize(p: {
  readonly height: number;
  readonly width: number;
  readonly data_format: DataFormat;
}): Resize {
  return { ...p, interpolation: 'bilinear', antialias: false, fit: 'crop', fillValue: 0 };
}

/** The parameters height and width; Keras has no defaults for them. */
export const SIZE_PARAMETERS = {
  height: integer({ default: 224, min: 1, doc: 'Height of the output.' }),
  width: integer({ default: 224, min: 1, doc: 'Width of the output.' }),
};

/** Elements cut off (negative) or added (positive) before and after height and width. */
export interface Fitting {
  readonly sides: Sides;
  /** Height and width between that step and the interpolation. */
  readonly extents: readonly [number, number];
}

/** The extent that has the wished aspect ratio, rounded as Keras's float32 arithmetic does. */
const ratio = (other: number, target: number, otherTarget: number) =>
  Math.trunc(Math.fround(Math.fround(other * target) / otherTarget));

/**
 * What is cut off or added before the interpolation. Source: keras/src/backend/tensorflow/image.py, resize.
 *
 * @param resize the wished size
 * @param height of the input
 * @param width of the input
 */
export function fitting(resize: Resize, height: number, width: number): Fitting {
  const wished = [
    ratio(width, resize.height, resize.width),
    ratio(height, resize.width, resize.height),
  ] as const;
  if (resize.fit === 'stretch')
    return {
      sides: [
        [0, 0],
        [0, 0],
      ],
      extents: [height, width],
    };
  if (resize.fit === 'crop') {
    const cut = (extent: number, wish: number): readonly [number, number, number] => {
      const kept = Math.max(1, Math.min(extent, wish));
      const start = Math.trunc((extent - kept) / 2);
      return [-start, -(extent - kept - start), kept];
    };
    const [rows, columns] = [cut(height, wished[0]), cut(width, wished[1])];
    return {
      sides: [
        [rows[0], rows[1]],
        [columns[0], columns[1]],
      ],
      extents: [rows[2], columns[2]],
    };
  }
  const added = (extent: number, wish: number) => Math.trunc((Math.max(extent, wish) - extent) / 2);
  const [rows, columns] = [added(height, wished[0]), added(width, wished[1])];
  return {
    sides: [
      [rows, rows],
      [columns, columns],
    ],
    extents: [height + 2 * rows, width + 2 * columns],
  };
}

/** Whether a resize works on inputs of unknown size. */
function takesUnknown({ fit, interpolation, antialias }: Resize): boolean {
  return fit === 'stretch' && (interpolation === 'nearest' || (interpolation === 'bilinear' && !antialias));
}

/**
 * The output of a resize; reports `shape.rank` and `shape.unknown`.
 *
 * @param resize the wished size
 * @param context the layer's inputs
 */
export function inferResize(resize: Resize, { inputs: [input] }: LayerContext<unknown>) {
  const shape = input?.shape ?? null;
  if (shape === null) return [{ dtype: 'float32' as const, shape: null }];
  const parts = splitShape(shape, 2, resize.data_format);
  if (!takesUnknown(resize) && parts.spatial.some(extent => typeof extent !== 'number'))
    fail(
      'shape.unknown',
      `needs images of known height and width for this way of resizing; got ${formatShape(shape)}. Give the input fixed extents, or take bilinear interpolation without antialias.`,
    );
  return output(joinShape({ ...parts, spatial: [resize.height, resize.width] }, resize.data_format));
}

/** The factors of height and width with this layer's numbers. */
export function explainResize(
  resize: Resize,
  { inputs: [input] }: BuiltContext<unknown>,
): readonly Explanation[] {
  const { spatial } = splitShape(input?.shape ?? [], 2, resize.data_format);
  return spatial.flatMap((extent, axis) => {
    const to = axis === 0 ? resize.height : resize.width;
    if (typeof extent !== 'number') return [];
    const formula = `${formatCount(to)} / ${formatCount(extent)}`;
    return [
      { title: `Factor of the ${axisNames(2)[axis]}`, formula, result: `×${(to / extent).toFixed(3)}` },
    ];
  });
}

/** Writes a resize: what is cut off or added first, then ONNX's Resize, or a constant matrix for what Resize lacks. */
export function emitResize(
  resize: Resize,
  { inputs: [input], inputNames: [x = ''] }: OnnxContext<unknown>,
  graph: OnnxGraph,
): string {
  const [height, width] = splitShape(input?.shape ?? [], 2, resize.data_format).spatial;
  const isKnown = typeof height === 'number' && typeof width === 'number';
  const isPlain = resize.interpolation === 'bilinear' && !resize.antialias;
  if (!isKnown) return emitResizeOperator(resize, graph, x);
  const { sides, extents } = fitting(resize, height, width);
  const fitted = emitSides(graph, x, sides, resize);
  if (isPlain && (extents[0] !== resize.height || extents[1] !== resize.width))
    return emitResizeOperator(resize, graph, fitted);
  const axes = spatialAxesOf(resize.data_format, 4);
  return [resize.height, resize.width].reduce((name, to, i) => {
    const from = extents[i] ?? to;
    if (from === to) return name;
    const matrix = resamplingMatrix(resize.interpolation, from, to, resize.antialias);
    return emitAxisMatrix(graph, name, 4, axes[i] ?? 1, matrix);
  }, fitted);
}

function emitResizeOperator(resize: Resize, graph: OnnxGraph, x: string): string {
  // Half-pixel nearest of TensorFlow: floor((i + 0.5) · from / to), which is this rounding of ONNX's place.
  const mode =
    resize.interpolation === 'nearest'
      ? { mode: { string: 'nearest' }, nearest_mode: { string: 'round_prefer_ceil' } }
      : { mode: { string: 'linear' } };
  return emitChannelsFirst(graph, x, 4, resize.data_format, 'linear', inner => {
    const bounds = [0, 2].map(bound => graph.constant([bound], 'int64'));
    const outer = graph.node('Slice', [graph.node('Shape', [inner]), ...bounds]);
    const sizes = graph.node('Concat', [outer, graph.constant([resize.height, resize.width], 'int64')], {
      axis: { int: 0 },
    });
    return graph.node('Resize', [inner, '', '', sizes], {
      ...mode,
      coordinate_transformation_mode: { string: 'half_pixel' },
    });
  });
}

function emitSides(graph: OnnxGraph, x: string, sides: Sides, resize: Resize): string {
  if (sides.flat().every(amount => amount === 0)) return x;
  const axes = spatialAxesOf(resize.data_format, 4);
  if (resize.fit === 'pad') {
    const pads = Array.from({ length: 8 }, () => 0);
    for (const [i, axis] of axes.entries()) {
      const [before, after] = sides[i] ?? [0, 0];
      pads[axis] = before;
      pads[axis + 4] = after;
    }
    const value = graph.constant([resize.fillValue], 'float32', []);
    return graph.node('Pad', [x, graph.constant(pads, 'int64'), value]);
  }
  const starts = sides.map(([before]) => -before);
  const ends = sides.map(([, after]) => (after === 0 ? 2 ** 31 : after));
  return graph.node('Slice', [x, ...[starts, ends, axes].map(list => graph.constant(list, 'int64'))]);
}
