import type { Dim, Shape } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';
import { attributeInt, attributeInts, attributeText } from '../node-attributes.ts';
import type { ShapeRule } from './shape-rule.ts';

/** Extents over the positions after a window has moved over them. Source: ONNX, docs/Operators.md, Conv and MaxPool. */
function slid(
  { node }: ConvertContext,
  spatial: Shape,
  window: readonly (Dim | undefined)[],
): readonly Dim[] {
  const rank = spatial.length;
  const strides = attributeInts(node, 'strides');
  const dilations = attributeInts(node, 'dilations');
  const pads = attributeInts(node, 'pads');
  const auto = attributeText(node, 'auto_pad', 'NOTSET');
  const isCeil = attributeInt(node, 'ceil_mode', 0) === 1;
  return spatial.map((dim, axis) => {
    const size = window[axis];
    if (typeof dim !== 'number' || typeof size !== 'number') return null;
    const stride = strides?.[axis] ?? 1;
    if (auto.startsWith('SAME')) return Math.ceil(dim / stride);
    const begin = auto === 'NOTSET' ? (pads?.[axis] ?? 0) : 0;
    const end = auto === 'NOTSET' ? (pads?.[rank + axis] ?? 0) : 0;
    const room = dim + begin + end - ((dilations?.[axis] ?? 1) * (size - 1) + 1);
    const count = (isCeil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
    // No window begins in the padding behind.
    return isCeil && (count - 1) * stride >= dim + begin ? count - 1 : count;
  });
}

/** A convolution whose kernel stands on the given input. */
const convolution = (kernelInput: number): ShapeRule => {
  return context => {
    const [data, kernel] = [context.shape(0), context.shape(kernelInput)];
    if (!data || data.length < 3) return null;
    const window = attributeInts(context.node, 'kernel_shape') ?? kernel?.slice(2) ?? [];
    return [data[0] ?? null, kernel?.[0] ?? null, ...slid(context, data.slice(2), window)];
  };
};

const transposed: ShapeRule = context => {
  const { node } = context;
  const [data, kernel] = [context.shape(0), context.shape(1)];
  if (!data || data.length < 3) return null;
  const [batch = null, , ...spatial] = data;
  const perGroup = kernel?.[1];
  const group = attributeInt(node, 'group', 1);
  const filters = typeof perGroup === 'number' ? perGroup * group : null;
  const given = attributeInts(node, 'output_shape');
  if (given) return [batch, filters, ...given.slice(-spatial.length)];
  const list = (name: string) => attributeInts(node, name);
  const auto = attributeText(node, 'auto_pad', 'NOTSET');
  const window = list('kernel_shape') ?? kernel?.slice(2) ?? [];
  return [
    batch,
    filters,
    ...spatial.map((dim, axis): Dim => {
      const size = window[axis];
      const stride = list('strides')?.[axis] ?? 1;
      if (typeof dim !== 'number' || typeof size !== 'number') return null;
      if (auto.startsWith('SAME')) return dim * stride;
      const pads = auto === 'NOTSET' ? list('pads') : undefined;
      const covered = (list('dilations')?.[axis] ?? 1) * (size - 1) + 1;
      const cut = (pads?.[axis] ?? 0) + (pads?.[spatial.length + axis] ?? 0);
      return stride * (dim - 1) + (list('output_padding')?.[axis] ?? 0) + covered - cut;
    }),
  ];
};

const pooling: ShapeRule = context => {
  const shape = context.shape(0);
  const window = attributeInts(context.node, 'kernel_shape');
  if (!shape || shape.length < 3 || !window) return null;
  return [...shape.slice(0, 2), ...slid(context, shape.slice(2), window)];
};

const globalPooling: ShapeRule = context =>
  context.shape(0)?.map((dim, axis) => (axis < 2 ? dim : 1)) ?? null;

/** Regions cut out of maps and pooled to one size: (regions, channels, height, width). */
const roiAlign: ShapeRule = context => [
  context.shape(1)?.[0] ?? context.shape(2)?.[0] ?? null,
  context.shape(0)?.[1] ?? null,
  attributeInt(context.node, 'output_height', 1),
  attributeInt(context.node, 'output_width', 1),
];

const maxRoiPool: ShapeRule = context => [
  context.shape(1)?.[0] ?? null,
  context.shape(0)?.[1] ?? null,
  ...(attributeInts(context.node, 'pooled_shape') ?? [null, null]),
];

/** Sampled at the positions of a grid: (batch, channels, ...grid). */
const gridSample: ShapeRule = context => {
  const [data, grid] = [context.shape(0), context.shape(1)];
  if (!data || !grid) return null;
  return [data[0] ?? null, data[1] ?? null, ...grid.slice(1, -1)];
};

/** Extents of what looks at neighbourhoods. Source: ONNX, docs/Operators.md. */
export const WINDOW_SHAPES: Readonly<Record<string, ShapeRule>> = {
  AveragePool: pooling,
  Conv: convolution(1),
  ConvInteger: convolution(1),
  ConvTranspose: transposed,
  DeformConv: convolution(1),
  GlobalAveragePool: globalPooling,
  GlobalLpPool: globalPooling,
  GlobalMaxPool: globalPooling,
  GridSample: gridSample,
  LpPool: pooling,
  MaxPool: pooling,
  MaxRoiPool: maxRoiPool,
  QLinearConv: convolution(3),
  RoiAlign: roiAlign,
};
