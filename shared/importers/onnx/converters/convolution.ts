import type { Json } from '../../../document/json.ts';
import type { ConvertContext, Converter } from '../convert-context.ts';
import type { Step } from '../draft.ts';
import { attributeInt, attributeInts, attributeText } from '../node-attributes.ts';

const CONV = ['Conv1D', 'Conv2D', 'Conv3D'] as const;
const TRANSPOSED = ['Conv1DTranspose', 'Conv2DTranspose', 'Conv3DTranspose'] as const;
const CROPPING = ['Cropping1D', 'Cropping2D', 'Cropping3D'] as const;
const PERMUTE_KERNEL = [
  [2, 1, 0],
  [2, 3, 1, 0],
  [2, 3, 4, 1, 0],
] as const;

/** Zeros per side and spatial axis as a layer takes them. */
export type SidesOrWord = 'valid' | 'same' | readonly (readonly [number, number])[];

/**
 * The padding of a sliding operator.
 *
 * @param covered extent of the (dilated) window per axis
 * @returns null where it depends on extents that are not known
 */
export function paddingOf(
  context: ConvertContext,
  covered: readonly number[],
  strides: readonly number[],
): SidesOrWord | null {
  const { node } = context;
  const rank = covered.length;
  const auto = attributeText(node, 'auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER') return 'same';
  if (auto === 'VALID') return 'valid';
  if (auto === 'SAME_LOWER') {
    const spatial = context.shape(0)?.slice(2) ?? [];
    const sides: (readonly [number, number])[] = [];
    for (let axis = 0; axis < rank; axis++) {
      const extent = spatial[axis];
      if (typeof extent !== 'number') return null;
      const stride = strides[axis] ?? 1;
      const total = Math.max((Math.ceil(extent / stride) - 1) * stride + (covered[axis] ?? 1) - extent, 0);
      sides.push([Math.ceil(total / 2), Math.floor(total / 2)]);
    }
    return sides;
  }
  const pads = attributeInts(node, 'pads') ?? [];
  if (pads.length === 0 || pads.every(pad => pad === 0)) return 'valid';
  if (pads.length !== 2 * rank || pads.some(pad => pad < 0)) return null;
  return covered.map((_, axis) => [pads[axis] ?? 0, pads[rank + axis] ?? 0] as const);
}

/** A padding as a document holds it. */
export function paddingJson(padding: SidesOrWord): Json {
  return typeof padding === 'string' ? padding : padding.map(([begin, end]) => [begin, end]);
}

/** The window of a convolution: extents, strides and dilation per spatial axis; null for an unusual kernel. */
function windowOf({ node }: ConvertContext, kernelShape: readonly number[]) {
  const size = kernelShape.slice(2);
  const ones = size.map(() => 1);
  const strides = attributeInts(node, 'strides') ?? ones;
  const dilation = attributeInts(node, 'dilations') ?? ones;
  const given = attributeInts(node, 'kernel_shape') ?? size;
  const isUsual = given.every((extent, axis) => extent === size[axis]) && strides.length === size.length;
  if (!isUsual || dilation.length !== size.length) return null;
  const covered = size.map((extent, axis) => (dilation[axis] ?? 1) * (extent - 1) + 1);
  return { size, strides, dilation, covered };
}

/** Conv with a constant kernel. */
export const convolution: Converter = context => {
  const kernel = context.constant(1);
  const bias = context.constant(2);
  if (!kernel || (context.has(2) && !bias)) return null;
  const rank = kernel.shape.length - 2;
  const type = CONV[rank - 1];
  const permutation = PERMUTE_KERNEL[rank - 1];
  const window = windowOf(context, kernel.shape);
  const padding = window && paddingOf(context, window.covered, window.strides);
  if (!type || !permutation || !window || padding === null) return null;
  return [
    {
      type,
      inputs: [context.input(0)],
      parameters: {
        filters: kernel.shape[0] ?? 0,
        kernel_size: window.size,
        strides: window.strides,
        padding: paddingJson(padding),
        data_format: 'channels_first',
        dilation_rate: window.dilation,
        groups: attributeInt(context.node, 'group', 1),
        use_bias: bias !== null,
      },
      weights: { kernel: { constant: kernel, permutation }, ...(bias ? { bias: { constant: bias } } : {}) },
    },
  ];
};

/** ConvTranspose: the whole output, and then what its padding cuts off. */
export const transposedConvolution: Converter = context => {
  const { node } = context;
  const kernel = context.constant(1);
  const bias = context.constant(2);
  if (!kernel || (context.has(2) && !bias) || attributeInt(node, 'group', 1) !== 1) return null;
  const rank = kernel.shape.length - 2;
  const type = TRANSPOSED[rank - 1];
  const cropping = CROPPING[rank - 1];
  const permutation = PERMUTE_KERNEL[rank - 1];
  const window = windowOf(context, kernel.shape);
  if (!type || !cropping || !permutation || !window || node.attributes.has('output_shape')) return null;
  if (attributeText(node, 'auto_pad', 'NOTSET') !== 'NOTSET') return null;
  if (window.covered.some((covered, axis) => covered < (window.strides[axis] ?? 1))) return null;
  const pads = attributeInts(node, 'pads') ?? window.size.flatMap(() => [0, 0]);
  const extra = attributeInts(node, 'output_padding') ?? window.size.map(() => 0);
  const cut = window.size.map(
    (_, axis) => [pads[axis] ?? 0, (pads[rank + axis] ?? 0) - (extra[axis] ?? 0)] as const,
  );
  if (cut.some(sides => sides.some(side => side < 0))) return null;
  const isSame = cut.every(([begin, end], axis) => {
    const total = (window.covered[axis] ?? 1) - (window.strides[axis] ?? 1);
    return begin === Math.floor(total / 2) && begin + end === total;
  });
  const isWhole = cut.every(sides => sides.every(side => side === 0));
  const first: Step = {
    type,
    inputs: [context.input(0)],
    parameters: {
      filters: kernel.shape[1] ?? 0,
      kernel_size: window.size,
      strides: window.strides,
      padding: isSame && !isWhole ? 'same' : 'valid',
      data_format: 'channels_first',
      dilation_rate: window.dilation,
      use_bias: bias !== null,
    },
    weights: { kernel: { constant: kernel, permutation }, ...(bias ? { bias: { constant: bias } } : {}) },
  };
  if (isSame || isWhole) return [first];
  const parameters = {
    cropping: cut.map(([begin, end]) => [begin, end]),
    ...(rank > 1 ? { data_format: 'channels_first' } : {}),
  };
  // Cropping1D knows channels-last only.
  return rank === 1 ? null : [first, { type: cropping, inputs: [0], parameters }];
};
