import type { ConvertContext, Converter } from '../convert-context.ts';
import type { Step } from '../draft.ts';
import { attributeInt, attributeInts } from '../node-attributes.ts';
import { paddingJson, paddingOf, type SidesOrWord } from './convolution.ts';

const TYPES = {
  max: ['MaxPooling1D', 'MaxPooling2D', 'MaxPooling3D'],
  average: ['AveragePooling1D', 'AveragePooling2D', 'AveragePooling3D'],
} as const;
const PADDING = ['ZeroPadding1D', 'ZeroPadding2D', 'ZeroPadding3D'] as const;
const GLOBAL = {
  max: ['GlobalMaxPooling1D', 'GlobalMaxPooling2D', 'GlobalMaxPooling3D'],
  average: ['GlobalAveragePooling1D', 'GlobalAveragePooling2D', 'GlobalAveragePooling3D'],
} as const;

/**
 * What ceil_mode adds behind each axis, so that rounding down gives as many windows: a window that would begin in the padding behind
 * is left out. Source: ONNX, docs/Operators.md, MaxPool.
 */
function ceilPadding(
  context: ConvertContext,
  size: readonly number[],
  strides: readonly number[],
  padding: SidesOrWord,
): { readonly sides: SidesOrWord; readonly isLarger: boolean } | null {
  if (padding === 'same') return { sides: padding, isLarger: false };
  const spatial = context.shape(0)?.slice(2) ?? [];
  const sides: (readonly [number, number])[] = [];
  let isLarger = false;
  for (const [axis, window] of size.entries()) {
    const extent = spatial[axis];
    const stride = strides[axis] ?? 1;
    const [begin, end] = typeof padding === 'string' ? [0, 0] : (padding[axis] ?? [0, 0]);
    if (stride === 1) {
      sides.push([begin, end]);
      continue;
    }
    if (typeof extent !== 'number') return null;
    const room = extent + begin + end - window;
    let count = Math.ceil(room / stride) + 1;
    if ((count - 1) * stride >= extent + begin) count--;
    const missing = (count - 1) * stride - room;
    if (missing > 0) isLarger = true;
    sides.push([begin, end + Math.max(0, missing)]);
  }
  const isNone = sides.every(([begin, end]) => begin === 0 && end === 0);
  return { sides: isNone ? 'valid' : sides, isLarger };
}

function pooling(kind: 'max' | 'average'): Converter {
  return context => {
    const { node } = context;
    const size = attributeInts(node, 'kernel_shape') ?? [];
    const rank = size.length;
    const type = TYPES[kind][rank - 1];
    const zeroPadding = PADDING[rank - 1];
    const strides = attributeInts(node, 'strides') ?? size.map(() => 1);
    const isDilated = attributeInts(node, 'dilations')?.some(step => step !== 1);
    if (!type || !zeroPadding || isDilated || context.hasOutput(1)) return null;
    const plain = paddingOf(context, size, strides);
    if (plain === null) return null;
    const isCeil = attributeInt(node, 'ceil_mode', 0) === 1;
    const ceil = isCeil ? ceilPadding(context, size, strides, plain) : { sides: plain, isLarger: false };
    if (!ceil) return null;
    const countsPadding =
      kind === 'average' && attributeInt(node, 'count_include_pad', 0) === 1 && plain !== 'valid';
    const parameters = { pool_size: size, strides: [...strides], data_format: 'channels_first' };
    if (!countsPadding)
      return [
        { type, inputs: [context.input(0)], parameters: { ...parameters, padding: paddingJson(ceil.sides) } },
      ];
    // Zeros that count are part of the data; what ceil_mode adds does not count, which no padding can say at once.
    if (ceil.isLarger || typeof plain === 'string') return null;
    const pad: Step = {
      type: zeroPadding,
      inputs: [context.input(0)],
      parameters: { padding: paddingJson(plain), data_format: 'channels_first' },
    };
    return [pad, { type, inputs: [0], parameters: { ...parameters, padding: 'valid' } }];
  };
}

/** MaxPool without indices. */
export const maxPool = pooling('max');
/** AveragePool. */
export const averagePool = pooling('average');

function globalPooling(kind: 'max' | 'average'): Converter {
  return context => {
    const rank = context.rank(0) ?? 0;
    const type = GLOBAL[kind][rank - 3];
    if (!type) return null;
    return [
      { type, inputs: [context.input(0)], parameters: { data_format: 'channels_first', keepdims: true } },
    ];
  };
}

/** GlobalMaxPool. */
export const globalMaxPool = globalPooling('max');
/** GlobalAveragePool. */
export const globalAveragePool = globalPooling('average');

/** Reductions by ONNX's names with the names that the layer has for them. */
const REDUCTIONS: Readonly<Record<string, string>> = {
  ReduceMean: 'mean',
  ReduceSum: 'sum',
  ReduceMax: 'max',
  ReduceMin: 'min',
  ReduceProd: 'prod',
  ReduceL1: 'l1',
  ReduceL2: 'l2',
  ReduceLogSumExp: 'logsumexp',
  ReduceSumSquare: 'sumsquare',
};

/** Reductions; the mean and the maximum over all positions of channels-first maps are global poolings. */
export const reduction: Converter = context => {
  const { node } = context;
  const rank = context.rank(0);
  const given = attributeInts(node, 'axes') ?? (context.has(1) ? context.numbers(1) : []);
  if (rank === null || given === null) return null;
  const all = given.length === 0;
  if (all && attributeInt(node, 'noop_with_empty_axes', 0) === 1) return null;
  const axes = given.map(axis => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  const keepdims = attributeInt(node, 'keepdims', 1) === 1;
  const kind = node.operator === 'ReduceMean' ? 'average' : node.operator === 'ReduceMax' ? 'max' : null;
  const type = kind && GLOBAL[kind][rank - 3];
  const isSpatial = axes.length === rank - 2 && axes.every((axis, i) => axis === i + 2);
  if (type && isSpatial && context.dtype(0) === 'float32')
    return [{ type, inputs: [context.input(0)], parameters: { data_format: 'channels_first', keepdims } }];
  return [
    {
      type: 'Reduce',
      inputs: [context.input(0)],
      parameters: { function: REDUCTIONS[node.operator] ?? '', axes: all ? null : [...given], keepdims },
    },
  ];
};
