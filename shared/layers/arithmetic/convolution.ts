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
import { integer } from '../parameters.ts';
import { activationWarnings } from './activation-layer.ts';
import type { Constraint } from './constraints.ts';
import {
  activationAndBias,
  type BiasParameters,
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
  slidingTraits,
  strides,
  type WindowParameters,
  windowOf,
  windowPadding,
} from './convolution-parameters.ts';
import type { Initializer } from './initializer-names.ts';
import { zerosWarning } from './initializer-warnings.ts';
import type { Regularizer } from './regularizers.ts';
import {
  dataFormat,
  explainOutputSize,
  formatWindow,
  joinShape,
  splitShape,
  windowOutputs,
} from './windows.ts';
import { kerasConvolution } from './windows-keras.ts';
import { emitChannelsFirst, padAttributes } from './windows-onnx.ts';

/** Canonical parameters of a convolution of any rank. */
export interface ConvolutionParameters extends WindowParameters, BiasParameters {
  readonly filters: number;
  readonly groups: number;
  readonly kernel_initializer: Initializer;
  readonly kernel_regularizer: Regularizer | null;
  readonly kernel_constraint: Constraint | null;
}

type P = ConvolutionParameters;

/** The parameters in Keras's order. Source: keras/src/layers/convolutional/conv1d.py, conv2d.py, conv3d.py. */
const parameters = (rank: SpatialRank) => ({
  filters: filters(),
  kernel_size: kernelSize(rank),
  strides: strides(rank),
  padding: windowPadding(rank, rank === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same']),
  data_format: dataFormat(),
  dilation_rate: dilationRate(rank),
  groups: integer({
    default: 1,
    min: 1,
    doc: 'Channels and filters are split into this many groups that do not see each other.',
  }),
  ...activationAndBias(),
  ...kernelAndBiasSettings(),
});

function refuseGroups(p: P, channels: number): void {
  if (p.filters % p.groups !== 0)
    fail(
      'parameter.conflict',
      `needs filters that divide into its groups; got ${p.filters} filters in ${p.groups} groups. Take a multiple of ${p.groups}.`,
      {
        title: `Set filters to ${Math.ceil(p.filters / p.groups) * p.groups}`,
        parameters: { filters: Math.ceil(p.filters / p.groups) * p.groups },
      },
    );
  if (channels % p.groups !== 0)
    fail(
      'shape.channels',
      `needs input channels that divide into its groups; got ${channels} channels for ${p.groups} groups. Change groups or the layer before.`,
      { title: 'Set groups to 1', parameters: { groups: 1 } },
    );
}

function infer({ parameters: p, inputs: [input] }: LayerContext<P>, rank: SpatialRank) {
  refuseStridedDilation(p);
  const shape = input?.shape ?? null;
  if (shape === null) return [{ dtype: 'float32', shape: null } as const];
  const { batch, spatial, channels } = convolutionInput(shape, rank, p.data_format);
  refuseGroups(p, channels);
  const out = windowOutputs(spatial, windowOf(p));
  return output(joinShape({ batch, spatial: out, channels: p.filters }, p.data_format));
}

function weights(context: BuiltContext<P>, rank: SpatialRank): readonly WeightDescription[] {
  const { parameters: p } = context;
  const { channels } = builtInput(context, rank);
  return [
    {
      name: 'kernel',
      shape: [...p.kernel_size, channels / p.groups, p.filters],
      initializer: p.kernel_initializer,
      trainable: true,
      regularizer: p.kernel_regularizer,
      constraint: p.kernel_constraint,
    },
    ...biasWeights(p, p.filters),
  ];
}

function perPosition(p: P, channels: number): number {
  return p.kernel_size.reduce((product, extent) => product * extent, channels / p.groups) * p.filters;
}

function multiplyAdds(context: BuiltContext<P>, rank: SpatialRank): number | null {
  const { channels } = builtInput(context, rank);
  const { spatial } = splitShape(context.outputs[0]?.shape ?? [], rank, context.parameters.data_format);
  const places = positions(spatial);
  return places === null ? null : places * perPosition(context.parameters, channels);
}

function explain(context: BuiltContext<P>, rank: SpatialRank): readonly Explanation[] {
  const { parameters: p } = context;
  const { spatial, channels } = builtInput(context, rank);
  const result = splitShape(context.outputs[0]?.shape ?? [], rank, p.data_format).spatial;
  const grouped = p.groups > 1 ? ` / ${p.groups}` : '';
  const window = `${p.kernel_size.join(' × ')} × ${formatCount(channels)}${grouped}`;
  const total = multiplyAdds(context, rank);
  return [
    ...explainOutputSize(spatial, windowOf(p)),
    {
      title: `Parameters: (kernel × channels${p.groups > 1 ? ' / groups' : ''} + bias) × filters`,
      formula: `(${window} + ${p.use_bias ? 1 : 0}) × ${formatCount(p.filters)}`,
      result: formatCount(perPosition(p, channels) + (p.use_bias ? p.filters : 0)),
    },
    ...(total === null
      ? []
      : [
          {
            title: 'Multiply-adds per sample',
            formula: `${result.join(' × ')} × ${formatCount(p.filters)} × ${window}`,
            result: formatLargeCount(total),
          },
        ]),
  ];
}

/** Permutation of a kernel (window..., a, b) to ONNX's (b, a, window...). */
export function kernelPermutation(rank: SpatialRank): readonly number[] {
  return [rank + 1, rank, ...Array.from({ length: rank }, (_, axis) => axis)];
}

function onnx(context: OnnxContext<P>, graph: OnnxGraph, rank: SpatialRank): readonly string[] {
  const { parameters: p, inputNames } = context;
  const { spatial } = builtInput(context, rank);
  const [x = ''] = inputNames;
  return [
    emitChannelsFirst(graph, x, rank + 2, p.data_format, p.activation, inner =>
      graph.node(
        'Conv',
        [
          inner,
          graph.weight('kernel', { permute: kernelPermutation(rank) }),
          ...(p.use_bias ? [graph.weight('bias')] : []),
        ],
        {
          kernel_shape: { ints: p.kernel_size },
          strides: { ints: p.strides },
          dilations: { ints: p.dilation_rate },
          group: { int: p.groups },
          ...padAttributes(spatial, windowOf(p)),
        },
      ),
    ),
  ];
}

/**
 * Everything that a convolution of one, two or three spatial axes declares beside its name and its documentation.
 *
 * @param rank number of spatial axes
 */
export function convolution(rank: SpatialRank) {
  return {
    category: 'convolution',
    parameters: parameters(rank),
    inputs: { min: 1, max: 1 },
    traits: slidingTraits<P>(),
    keyParameters: (p: P) =>
      keyLineOf(
        p,
        formatCount(p.filters),
        formatWindow(windowOf(p)),
        p.groups > 1 && `${formatCount(p.groups)} groups`,
      ),
    infer: (context: LayerContext<P>) => infer(context, rank),
    warnings: ({ parameters: p }: BuiltContext<P>) => [
      ...zerosWarning(p.kernel_initializer, p.filters),
      ...activationWarnings(p.activation),
    ],
    weights: (context: BuiltContext<P>) => weights(context, rank),
    multiplyAdds: (context: BuiltContext<P>) => multiplyAdds(context, rank),
    explain: (context: BuiltContext<P>) => explain(context, rank),
    keras: kerasConvolution<P>(rank),
    onnx: (context: OnnxContext<P>, graph: OnnxGraph) => onnx(context, graph, rank),
  } as const;
}
