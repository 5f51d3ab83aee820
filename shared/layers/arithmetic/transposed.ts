import {
  type BuiltContext,
  type Explanation,
  fail,
  type LayerContext,
  output,
  type WeightDescription,
} from '../contract.ts';
import { formatCount, formatLargeCount } from '../formatting.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { choice, integers, optional } from '../parameters.ts';
import { activationWarnings } from './activation-layer.ts';
import type { Constraint } from './constraints.ts';
import { kernelPermutation } from './convolution.ts';
import {
  activationAndBias,
  type BiasParameters,
  biasTraits,
  biasWeights,
  builtInput,
  convolutionInput,
  dilationRate,
  filters,
  kernelAndBiasSettings,
  kernelSize,
  keyLineOf,
  positions,
  refuseStridedDilation,
  type SpatialRank,
  strides,
  type WindowParameters,
  windowOf,
} from './convolution-parameters.ts';
import type { Initializer } from './initializer-names.ts';
import { zerosWarning } from './initializer-warnings.ts';
import { transposedReach } from './reach.ts';
import type { Regularizer } from './regularizers.ts';
import { coveredExtent, dataFormat, explainAxes, formatPerAxis, formatWindow, joinShape } from './windows.ts';
import { emitChannelsFirst } from './windows-onnx.ts';

/** Canonical parameters of a transposed convolution of any rank. */
export interface TransposedParameters extends WindowParameters, BiasParameters {
  readonly filters: number;
  readonly padding: 'valid' | 'same';
  readonly output_padding: readonly number[] | null;
  readonly kernel_initializer: Initializer;
  readonly kernel_regularizer: Regularizer | null;
  readonly kernel_constraint: Constraint | null;
}

type P = TransposedParameters;

/** The parameters in Keras's order. Source: keras/src/layers/convolutional/base_conv_transpose.py. */
const parameters = (rank: SpatialRank) => ({
  filters: filters(),
  kernel_size: kernelSize(rank),
  strides: strides(rank),
  padding: choice(['valid', 'same'], {
    default: 'valid',
    doc: 'Whether the output is cut to size × stride (same) or kept whole (valid).',
  }),
  output_padding: optional(
    integers(rank, {
      default: Array.from({ length: rank }, () => 0),
      min: 0,
      doc: 'Extra output elements at the end of each axis, less than the stride; none: as many as Keras takes.',
    }),
  ),
  data_format: dataFormat(),
  dilation_rate: dilationRate(rank),
  ...activationAndBias(),
  ...kernelAndBiasSettings(),
});

/** How one axis of a transposed convolution comes about. */
export interface TransposedAxis {
  /** The uncut result: (in − 1) · stride + covered; null for an unknown input. */
  readonly full: number | null;
  /** Elements cut off before. */
  readonly begin: number;
  /** Elements cut off behind; negative: zeros are added. */
  readonly end: number;
}

/**
 * What is cut off (or added) around the uncut result of a transposed convolution. It does not depend on the input's extent.
 * Sources: Keras's _get_output_shape_given_tf_padding for the size; TensorFlow's conv_transpose, the gradient of a
 * convolution, for where: with `same` the odd element is cut off behind.
 *
 * @param p the layer's parameters
 * @param axis spatial axis
 * @param extent extent of the input
 */
export function transposedAxis(
  p: Pick<P, 'kernel_size' | 'strides' | 'dilation_rate' | 'padding' | 'output_padding'>,
  axis: number,
  extent: number | null,
): TransposedAxis {
  const stride = p.strides[axis] ?? 1;
  const covered = coveredExtent(p.kernel_size[axis] ?? 1, p.dilation_rate[axis] ?? 1);
  const added = p.output_padding?.[axis] ?? null;
  const full = extent === null ? null : (extent - 1) * stride + covered;
  if (p.padding === 'valid')
    return { full, begin: 0, end: 0 - (added ?? Math.max(covered, stride) - covered) };
  const cut = added === null ? covered - stride : covered - (covered % 2) - added;
  const begin = Math.max(0, Math.floor(cut / 2));
  return { full, begin, end: cut - begin };
}

function reach({ parameters: p }: BuiltContext<P>, rank: SpatialRank) {
  return Array.from({ length: rank }, (_, axis) => {
    const covered = coveredExtent(p.kernel_size[axis] ?? 1, p.dilation_rate[axis] ?? 1);
    return transposedReach(covered, p.strides[axis] ?? 1, transposedAxis(p, axis, null).begin);
  });
}

function outputExtent(p: P, axis: number, extent: number): number {
  const { full, begin, end } = transposedAxis(p, axis, extent);
  return Number(full) - begin - end;
}

function infer({ parameters: p, inputs: [input] }: LayerContext<P>, rank: SpatialRank) {
  refuseStridedDilation(p);
  for (const [axis, added] of (p.output_padding ?? []).entries()) {
    const stride = p.strides[axis] ?? 1;
    if (added >= stride)
      fail(
        'parameter.conflict',
        `needs an output_padding smaller than the stride; got ${added} with stride ${stride}. Take at most ${stride - 1}, or none.`,
        { title: 'Set output_padding to none', parameters: { output_padding: null } },
      );
  }
  const shape = input?.shape ?? null;
  if (shape === null) return [{ dtype: 'float32', shape: null } as const];
  const { batch, spatial } = convolutionInput(shape, rank, p.data_format);
  const out = spatial.map((extent, axis) => {
    if (typeof extent !== 'number') {
      const { full, begin, end } = transposedAxis(p, axis, 1);
      return p.strides[axis] === 1 && Number(full) - begin - end === 1 ? extent : null;
    }
    const size = outputExtent(p, axis, extent);
    if (size < 1)
      fail(
        'shape.kernel',
        `makes an output of ${size} elements from ${extent}. Use a larger input, a larger output_padding or padding "valid".`,
      );
    return size;
  });
  return output(joinShape({ batch, spatial: out, channels: p.filters }, p.data_format));
}

function weights(context: BuiltContext<P>, rank: SpatialRank): readonly WeightDescription[] {
  const { parameters: p } = context;
  return [
    {
      name: 'kernel',
      shape: [...p.kernel_size, p.filters, builtInput(context, rank).channels],
      initializer: p.kernel_initializer,
      trainable: true,
      regularizer: p.kernel_regularizer,
      constraint: p.kernel_constraint,
    },
    ...biasWeights(p, p.filters),
  ];
}

function perPosition(p: P, channels: number): number {
  return p.kernel_size.reduce((product, extent) => product * extent, channels) * p.filters;
}

function multiplyAdds(context: BuiltContext<P>, rank: SpatialRank): number | null {
  const { spatial, channels } = builtInput(context, rank);
  const places = positions(spatial);
  return places === null ? null : places * perPosition(context.parameters, channels);
}

function sizeFormula(p: P, axis: number, extent: number): string {
  const stride = p.strides[axis] ?? 1;
  const dilation = p.dilation_rate[axis] ?? 1;
  const size = p.kernel_size[axis] ?? 1;
  const added = p.output_padding?.[axis] ?? null;
  if (p.padding === 'same' && added === null) return `${formatCount(extent)} × ${stride}`;
  const covered = dilation > 1 ? `(${dilation} × (${size} − 1) + 1)` : `${size}`;
  const first = `(${formatCount(extent)} − 1) × ${stride}`;
  if (p.padding === 'same') return `${first} + ${coveredExtent(size, dilation) % 2} + ${added}`;
  return added === null ? `${first} + max(${covered}, ${stride})` : `${first} + ${covered} + ${added}`;
}

function explain(context: BuiltContext<P>, rank: SpatialRank): readonly Explanation[] {
  const { parameters: p } = context;
  const { spatial, channels } = builtInput(context, rank);
  const window = `${p.kernel_size.join(' × ')} × ${formatCount(channels)}`;
  const total = multiplyAdds(context, rank);
  return [
    ...explainAxes(
      spatial.map((extent, axis) =>
        typeof extent === 'number'
          ? { formula: sizeFormula(p, axis, extent), result: outputExtent(p, axis, extent) }
          : null,
      ),
    ),
    {
      title: 'Parameters: (kernel × channels + bias) × filters',
      formula: `(${window} + ${p.use_bias ? 1 : 0}) × ${formatCount(p.filters)}`,
      result: formatCount(perPosition(p, channels) + (p.use_bias ? p.filters : 0)),
    },
    ...(total === null
      ? []
      : [
          {
            title: 'Multiply-adds per sample: once per input position',
            formula: `${spatial.join(' × ')} × ${window} × ${formatCount(p.filters)}`,
            result: formatLargeCount(total),
          },
        ]),
  ];
}

function onnx(context: OnnxContext<P>, graph: OnnxGraph, rank: SpatialRank): readonly string[] {
  const { parameters: p, inputNames } = context;
  const [x = ''] = inputNames;
  const axes = p.kernel_size.map((_, axis) => transposedAxis(p, axis, null));
  return [
    emitChannelsFirst(graph, x, rank + 2, p.data_format, p.activation, inner =>
      graph.node(
        'ConvTranspose',
        [
          inner,
          graph.weight('kernel', { permute: kernelPermutation(rank) }),
          ...(p.use_bias ? [graph.weight('bias')] : []),
        ],
        {
          kernel_shape: { ints: p.kernel_size },
          strides: { ints: p.strides },
          dilations: { ints: p.dilation_rate },
          // Pads may not be negative: what is added behind is output_padding instead.
          pads: { ints: [...axes.map(axis => axis.begin), ...axes.map(axis => Math.max(0, axis.end))] },
          output_padding: { ints: axes.map(axis => Math.max(0, -axis.end)) },
        },
      ),
    ),
  ];
}

/**
 * Everything that a transposed convolution of one, two or three spatial axes declares beside its name and its documentation.
 *
 * @param rank number of spatial axes
 */
export function transposedConvolution(rank: SpatialRank) {
  return {
    category: 'convolution',
    parameters: parameters(rank),
    inputs: { min: 1, max: 1 },
    traits: { ...biasTraits<P>(), reach: (context: BuiltContext<P>) => reach(context, rank) },
    keyParameters: (p: P) =>
      keyLineOf(
        p,
        formatCount(p.filters),
        formatWindow(windowOf(p)),
        p.output_padding !== null && `output pad ${formatPerAxis(p.output_padding)}`,
      ),
    infer: (context: LayerContext<P>) => infer(context, rank),
    warnings: ({ parameters: p }: BuiltContext<P>) => [
      ...zerosWarning(p.kernel_initializer, p.filters),
      ...activationWarnings(p.activation),
    ],
    weights: (context: BuiltContext<P>) => weights(context, rank),
    multiplyAdds: (context: BuiltContext<P>) => multiplyAdds(context, rank),
    explain: (context: BuiltContext<P>) => explain(context, rank),
    onnx: (context: OnnxContext<P>, graph: OnnxGraph) => onnx(context, graph, rank),
  } as const;
}
