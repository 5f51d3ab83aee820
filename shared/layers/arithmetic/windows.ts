import { type Dim, formatShape, type Shape } from '../../document/value.ts';
import { type Explanation, fail } from '../contract.ts';
import { formatCount, formatExtents } from '../formatting.ts';
import { choice, type Padding } from '../parameters.ts';

/** Where the channels stand, by Keras's words. */
export const DATA_FORMATS = ['channels_last', 'channels_first'] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

/** Padding of one axis: a word, or zeros before and after. */
export type AxisPadding = 'valid' | 'same' | 'causal' | readonly [number, number];

/** A window that slides over one or more axes; one number per axis. */
export interface SlidingWindow {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

const AXIS_NAMES: Readonly<Record<number, readonly string[]>> = {
  1: ['length'],
  2: ['height', 'width'],
  3: ['depth', 'height', 'width'],
};

/** The parameter `data_format` with Keras's default. */
export const dataFormat = () =>
  choice(DATA_FORMATS, {
    default: 'channels_last',
    doc: 'Whether the channels are the last axis or the first one after the batch.',
  });

/** Names of the spatial axes for messages and titles: `length`; `height`, `width`; `depth`, `height`, `width`. */
export function axisNames(spatialRank: number): readonly string[] {
  return AXIS_NAMES[spatialRank] ?? Array.from({ length: spatialRank }, (_, axis) => `axis ${axis + 1}`);
}

/**
 * The axis of the channels, batch included.
 *
 * @param format data_format
 * @param rank the tensor's rank, batch and channels included
 */
export function channelAxisOf(format: DataFormat, rank: number): number {
  return format === 'channels_first' ? 1 : rank - 1;
}

/**
 * The axes between batch and channels.
 *
 * @param format data_format
 * @param rank the tensor's rank, batch and channels included
 */
export function spatialAxesOf(format: DataFormat, rank: number): readonly number[] {
  const first = format === 'channels_first' ? 2 : 1;
  return Array.from({ length: rank - 2 }, (_, axis) => axis + first);
}

/** Batch, spatial extents and channels of a shape, in whichever data format. */
export interface SpatialShape {
  readonly batch: Dim;
  readonly spatial: readonly Dim[];
  readonly channels: Dim;
}

/**
 * Takes a shape apart by its data format; reports `shape.rank` where the number of axes is wrong.
 *
 * @param shape extents, batch first
 * @param spatialRank number of spatial axes
 * @param format data_format
 */
export function splitShape(shape: Shape, spatialRank: number, format: DataFormat): SpatialShape {
  if (shape.length !== spatialRank + 2) {
    const names = axisNames(spatialRank).join(', ');
    const axes = format === 'channels_first' ? `batch, channels, ${names}` : `batch, ${names}, channels`;
    fail(
      'shape.rank',
      `needs ${spatialRank + 2} axes (${axes}); got ${formatShape(shape)}. Add a Reshape before it, or take the layer's variant for ${shape.length - 2 > 0 ? `${shape.length - 2} spatial ${shape.length === 3 ? 'axis' : 'axes'}` : 'fewer axes'}.`,
    );
  }
  const isFirst = format === 'channels_first';
  return {
    batch: shape[0] ?? null,
    spatial: isFirst ? shape.slice(2) : shape.slice(1, -1),
    channels: shape[channelAxisOf(format, shape.length)] ?? null,
  };
}

/** Puts a shape together again; the reverse of {@link splitShape}. */
export function joinShape(parts: SpatialShape, format: DataFormat): Shape {
  return format === 'channels_first'
    ? [parts.batch, parts.channels, ...parts.spatial]
    : [parts.batch, ...parts.spatial, parts.channels];
}

/** The padding of one spatial axis. */
export function axisPadding(padding: Padding, axis: number): AxisPadding {
  return typeof padding === 'string' ? padding : (padding[axis] ?? [0, 0]);
}

/** How many elements a dilated window covers: `dilation · (size − 1) + 1`. */
export function coveredExtent(size: number, dilation: number): number {
  return dilation * (size - 1) + 1;
}

/**
 * Zeros before and after an axis. `same` is TensorFlow's rule: the output has ⌈extent / stride⌉ elements, and the odd zero
 * stands at the end (ONNX's SAME_UPPER). `causal` puts all before. Source: Keras 3 and tf2onnx's add_padding.
 *
 * @param extent known extent of the input axis
 * @param size window size along the axis
 * @param stride step of the window
 * @param dilation distance between the window's elements
 * @param padding word or explicit pair
 */
export function resolvedPads(
  extent: number,
  size: number,
  stride: number,
  dilation: number,
  padding: AxisPadding,
): readonly [number, number] {
  if (typeof padding !== 'string') return padding;
  const covered = coveredExtent(size, dilation);
  if (padding === 'valid') return [0, 0];
  if (padding === 'causal') return [covered - 1, 0];
  const total = Math.max((Math.ceil(extent / stride) - 1) * stride + covered - extent, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/**
 * Output extent of a sliding window: ⌊(extent − covered + pads) / stride⌋ + 1. An unknown extent gives null, or itself
 * where the size does not change (stride 1 and as many zeros as the window takes off). Reports `shape.kernel` where the window exceeds the
 * padded input.
 *
 * @param extent extent of the input axis
 * @param size window size along the axis
 * @param stride step of the window
 * @param dilation distance between the window's elements
 * @param padding word or explicit pair
 * @param axisName what the message calls the axis, e.g. `height`
 */
export function windowOutput(
  extent: Dim,
  size: number,
  stride: number,
  dilation: number,
  padding: AxisPadding,
  axisName = 'axis',
): Dim {
  if (typeof extent !== 'number') {
    const added = resolvedPads(1, size, 1, dilation, padding).reduce((sum, side) => sum + side, 0);
    return stride === 1 && added === coveredExtent(size, dilation) - 1 ? extent : null;
  }
  const covered = coveredExtent(size, dilation);
  const [begin, end] = resolvedPads(extent, size, stride, dilation, padding);
  const padded = extent + begin + end;
  if (padded < covered) {
    const window = dilation > 1 ? `${covered} (${size}, dilated by ${dilation})` : `${size}`;
    const room = begin + end > 0 ? `${extent} + ${begin + end} of padding` : `${extent}`;
    fail(
      'shape.kernel',
      `needs an input of at least ${window} along the ${axisName}; got ${room}. Use a smaller window, padding "same", or less subsampling before it.`,
      { title: 'Set padding to same', parameters: { padding: 'same' } },
    );
  }
  return Math.floor((padded - covered) / stride) + 1;
}

/** {@link windowOutput} for every spatial axis. */
export function windowOutputs(spatial: readonly Dim[], window: SlidingWindow): readonly Dim[] {
  const names = axisNames(spatial.length);
  return spatial.map((extent, axis) =>
    windowOutput(
      extent,
      window.size[axis] ?? 1,
      window.strides[axis] ?? 1,
      window.dilation[axis] ?? 1,
      axisPadding(window.padding, axis),
      names[axis],
    ),
  );
}

/** {@link resolvedPads} for every spatial axis; null where an extent that matters is unknown. */
export function windowPads(
  spatial: readonly Dim[],
  window: SlidingWindow,
): readonly (readonly [number, number])[] | null {
  const pads: (readonly [number, number])[] = [];
  for (const [axis, extent] of spatial.entries()) {
    const size = window.size[axis] ?? 1;
    const stride = window.strides[axis] ?? 1;
    const axisPad = axisPadding(window.padding, axis);
    // With stride 1 "same" does not depend on the extent, so that any stand-in gives the right zeros.
    const known = typeof extent === 'number' ? extent : axisPad === 'same' && stride > 1 ? null : 1;
    if (known === null) return null;
    pads.push(resolvedPads(known, size, stride, window.dilation[axis] ?? 1, axisPad));
  }
  return pads;
}

function sizeFormula(
  extent: number,
  size: number,
  stride: number,
  dilation: number,
  padding: AxisPadding,
): string {
  if (padding === 'same') return `⌈${formatCount(extent)} / ${stride}⌉`;
  const [begin, end] = resolvedPads(extent, size, stride, dilation, padding);
  const covered = dilation > 1 ? `(${dilation} × (${size} − 1) + 1)` : `${size}`;
  return `⌊(${formatCount(extent)} − ${covered} + ${begin + end}) / ${stride}⌋ + 1`;
}

/**
 * Joins per-axis formulas into explanations; axes with the same formula share one line (`Output height and width`).
 *
 * @param rows formula and result per spatial axis, null where the extent is unknown
 */
export function explainAxes(
  rows: readonly ({ readonly formula: string; readonly result: number } | null)[],
): readonly Explanation[] {
  const names = axisNames(rows.length);
  const groups = new Map<string, { names: string[]; formula: string; result: number }>();
  for (const [axis, row] of rows.entries()) {
    if (!row) continue;
    const group = groups.get(row.formula) ?? { names: [], ...row };
    group.names.push(names[axis] ?? `axis ${axis + 1}`);
    groups.set(row.formula, group);
  }
  return [...groups.values()].map(group => {
    const last = group.names.at(-1) ?? '';
    const before = group.names.slice(0, -1).join(', ');
    return {
      title: `Output ${before ? `${before} and ${last}` : last}`,
      formula: group.formula,
      result: formatCount(group.result),
    };
  });
}

/**
 * The output size of each spatial axis with its numbers filled in: `⌊(227 − 11 + 0) / 4⌋ + 1` = `55`.
 *
 * @param spatial spatial extents of the input; unknown ones are left out
 * @param window the sliding window
 */
export function explainOutputSize(spatial: readonly Dim[], window: SlidingWindow): readonly Explanation[] {
  return explainAxes(
    spatial.map((extent, axis) => {
      if (typeof extent !== 'number') return null;
      const size = window.size[axis] ?? 1;
      const stride = window.strides[axis] ?? 1;
      const dilation = window.dilation[axis] ?? 1;
      const padding = axisPadding(window.padding, axis);
      return {
        formula: sizeFormula(extent, size, stride, dilation, padding),
        result: Number(windowOutput(extent, size, stride, dilation, padding)),
      };
    }),
  );
}

/** Writes equal numbers once: `2`; else one per axis: `2×1`. */
export function formatPerAxis(amounts: readonly number[]): string {
  const [first = 0] = amounts;
  return amounts.every(amount => amount === first) ? `${first}` : formatExtents(amounts);
}

/**
 * Padding for a key line: nothing for `valid` or zeros, the word, `pad 1`, `pad 1×2`, or the sides `pad (0,1)×(1,1)`.
 *
 * @param padding word or explicit sides
 */
export function formatPadding(padding: Padding): string {
  if (typeof padding === 'string') return padding === 'valid' ? '' : padding;
  if (padding.every(([begin, end]) => begin === 0 && end === 0)) return '';
  if (padding.every(([begin, end]) => begin === end))
    return `pad ${formatPerAxis(padding.map(([begin]) => begin))}`;
  return `pad ${padding.map(([begin, end]) => `(${begin},${end})`).join('×')}`;
}

/**
 * A window for a key line, defaults left out: `11×11 /4`, `3×3 pad 1`, `3×3 same dilation 2`.
 *
 * @param window the sliding window
 * @param defaultStrides strides that go without saying (a pooling window's own size); 1 unless given
 */
export function formatWindow(window: SlidingWindow, defaultStrides?: readonly number[]): string {
  const stepsSaid = window.strides.some((stride, axis) => stride !== (defaultStrides?.[axis] ?? 1));
  return [
    formatExtents(window.size),
    stepsSaid && `/${formatPerAxis(window.strides)}`,
    formatPadding(window.padding),
    window.dilation.some(step => step !== 1) && `dilation ${formatPerAxis(window.dilation)}`,
  ]
    .filter(Boolean)
    .join(' ');
}
