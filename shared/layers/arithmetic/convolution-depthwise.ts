import {
  type BuiltContext,
  type Explanation,
  type LayerContext,
  output,
  type WeightDescription,
} from '../contract.ts';
import { formatCount, formatLargeCount } from '../formatting.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { constraint, initializer, integer, regularizer } from '../parameters.ts';
import { activationWarnings } from './activation-layer.ts';
import type { Constraint } from './constraints.ts';
import { kernelPermutation } from './convolution.ts';
import {
  activationAndBias,
  type BiasParameters,
  biasWeights,
  builtInput,
  convolutionInput,
  dilationRate,
  filters,
  kernelSize,
  keyLineOf,
  positions,
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
import { emitChannelsFirst, emitPadding } from './windows-onnx.ts';

/** Canonical parameters of a depthwise convolution. */
export interface DepthwiseParameters extends WindowParameters, BiasParameters {
  readonly depth_multiplier: number;
  readonly depthwise_initializer: Initializer;
  readonly depthwise_regularizer: Regularizer | null;
  readonly depthwise_constraint: Constraint | null;
}

/** Canonical parameters of a separable convolution: a depthwise one, then one of 1 × 1. */
export interface SeparableParameters extends DepthwiseParameters {
  readonly filters: number;
  readonly pointwise_initializer: Initializer;
  readonly pointwise_regularizer: Regularizer | null;
  readonly pointwise_constraint: Constraint | null;
}

/** Filters of the pointwise half; null for a depthwise layer, which has none. */
type Filters<P> = (p: P) => number | null;

const depthMultiplier = () =>
  integer({ default: 1, min: 1, doc: 'Number of output channels that each input channel makes.' });
const windowWords = ['valid', 'same'] as const;
const depthwiseInitializer = () =>
  initializer({ default: { name: 'glorot_uniform' }, doc: 'How the depthwise kernel begins.' });
const depthwiseRegularizer = () => regularizer({ doc: 'Penalty on the depthwise kernel.' });
const depthwiseConstraint = () => constraint({ doc: 'Constraint on the depthwise kernel.' });
const biasInitializer = () => initializer({ default: { name: 'zeros' }, doc: 'How the bias begins.' });
const biasRegularizer = () => regularizer({ doc: 'Penalty on the bias.' });
const biasConstraint = () => constraint({ doc: 'Constraint on the bias.' });

/** In Keras's order. Source: keras/src/layers/convolutional/depthwise_conv2d.py. */
const depthwiseParameters = (rank: SpatialRank) => ({
  kernel_size: kernelSize(rank),
  strides: strides(rank),
  padding: windowPadding(rank, windowWords),
  depth_multiplier: depthMultiplier(),
  data_format: dataFormat(),
  dilation_rate: dilationRate(rank),
  ...activationAndBias(),
  depthwise_initializer: depthwiseInitializer(),
  bias_initializer: biasInitializer(),
  depthwise_regularizer: depthwiseRegularizer(),
  bias_regularizer: biasRegularizer(),
  depthwise_constraint: depthwiseConstraint(),
  bias_constraint: biasConstraint(),
});

/** In Keras's order. Source: keras/src/layers/convolutional/separable_conv1d.py, separable_conv2d.py. */
const separableParameters = (rank: SpatialRank) => ({
  filters: filters(),
  kernel_size: kernelSize(rank),
  strides: strides(rank),
  padding: windowPadding(rank, windowWords),
  data_format: dataFormat(),
  dilation_rate: dilationRate(rank),
  depth_multiplier: depthMultiplier(),
  ...activationAndBias(),
  depthwise_initializer: depthwiseInitializer(),
  pointwise_initializer: initializer({
    default: { name: 'glorot_uniform' },
    doc: 'How the pointwise kernel begins.',
  }),
  bias_initializer: biasInitializer(),
  depthwise_regularizer: depthwiseRegularizer(),
  pointwise_regularizer: regularizer({ doc: 'Penalty on the pointwise kernel.' }),
  bias_regularizer: biasRegularizer(),
  depthwise_constraint: depthwiseConstraint(),
  pointwise_constraint: constraint({ doc: 'Constraint on the pointwise kernel.' }),
  bias_constraint: biasConstraint(),
});

function infer<P extends DepthwiseParameters>(
  { parameters: p, inputs: [input] }: LayerContext<P>,
  rank: SpatialRank,
  filtersOf: Filters<P>,
) {
  const shape = input?.shape ?? null;
  if (shape === null) return [{ dtype: 'float32', shape: null } as const];
  const { batch, spatial, channels } = convolutionInput(shape, rank, p.data_format);
  const out = windowOutputs(spatial, windowOf(p));
  const outputChannels = filtersOf(p) ?? channels * p.depth_multiplier;
  return output(joinShape({ batch, spatial: out, channels: outputChannels }, p.data_format));
}

function depthwiseKernel(p: DepthwiseParameters, name: string, channels: number): WeightDescription {
  return {
    name,
    shape: [...p.kernel_size, channels, p.depth_multiplier],
    initializer: p.depthwise_initializer,
    trainable: true,
    regularizer: p.depthwise_regularizer,
    constraint: p.depthwise_constraint,
  };
}

function separableWeights(
  context: BuiltContext<SeparableParameters>,
  rank: SpatialRank,
): readonly WeightDescription[] {
  const { parameters: p } = context;
  const { channels } = builtInput(context, rank);
  return [
    depthwiseKernel(p, 'depthwise_kernel', channels),
    {
      name: 'pointwise_kernel',
      shape: [...p.kernel_size.map(() => 1), channels * p.depth_multiplier, p.filters],
      initializer: p.pointwise_initializer,
      trainable: true,
      regularizer: p.pointwise_regularizer,
      constraint: p.pointwise_constraint,
    },
    ...biasWeights(p, p.filters),
  ];
}

function perPosition(p: DepthwiseParameters, channels: number, outputs: number | null): number {
  const middle = channels * p.depth_multiplier;
  return p.kernel_size.reduce((product, extent) => product * extent, middle) + middle * (outputs ?? 0);
}

function multiplyAdds<P extends DepthwiseParameters>(
  context: BuiltContext<P>,
  rank: SpatialRank,
  filtersOf: Filters<P>,
): number | null {
  const { parameters: p, outputs } = context;
  const places = positions(splitShape(outputs[0]?.shape ?? [], rank, p.data_format).spatial);
  const { channels } = builtInput(context, rank);
  return places === null ? null : places * perPosition(p, channels, filtersOf(p));
}

function explain<P extends DepthwiseParameters>(
  context: BuiltContext<P>,
  rank: SpatialRank,
  filtersOf: Filters<P>,
): readonly Explanation[] {
  const { parameters: p, outputs } = context;
  const { spatial, channels } = builtInput(context, rank);
  const pointwise = filtersOf(p);
  const middle = `${formatCount(channels)} × ${p.depth_multiplier}`;
  const kernel = p.kernel_size.join(' × ');
  const bias = p.use_bias ? (pointwise ?? channels * p.depth_multiplier) : 0;
  const weights = perPosition(p, channels, pointwise);
  const total = multiplyAdds(context, rank, filtersOf);
  const places = splitShape(outputs[0]?.shape ?? [], rank, p.data_format).spatial.join(' × ');
  const both = `${kernel} × ${middle} + ${middle} × ${formatCount(pointwise ?? 0)}`;
  return [
    ...explainOutputSize(spatial, windowOf(p)),
    pointwise === null
      ? {
          title: 'Parameters: (kernel + bias) × channels × multiplier',
          formula: `(${kernel} + ${p.use_bias ? 1 : 0}) × ${middle}`,
          result: formatCount(weights + bias),
        }
      : {
          title: 'Parameters: kernel × channels × multiplier + channels × multiplier × filters + bias',
          formula: `${both} + ${formatCount(bias)}`,
          result: formatCount(weights + bias),
        },
    ...(total === null
      ? []
      : [
          {
            title: 'Multiply-adds per sample',
            formula: pointwise === null ? `${places} × ${kernel} × ${middle}` : `${places} × (${both})`,
            result: formatLargeCount(total),
          },
        ]),
  ];
}

/** Writes the depthwise half: one group per channel; output channel = channel · multiplier + m. */
function emitDepthwise<P extends DepthwiseParameters>(
  context: OnnxContext<P>,
  graph: OnnxGraph,
  rank: SpatialRank,
  x: string,
  kernelName: string,
  bias: readonly string[],
): string {
  const { parameters: p } = context;
  const { spatial, channels } = builtInput(context, rank);
  const kernel = graph.weight(kernelName, {
    reshape: [...p.kernel_size, 1, channels * p.depth_multiplier],
    permute: kernelPermutation(rank),
  });
  const padded = emitPadding(graph, x, spatial, windowOf(p));
  return graph.node('Conv', [padded.x, kernel, ...bias], {
    kernel_shape: { ints: p.kernel_size },
    strides: { ints: p.strides },
    dilations: { ints: p.dilation_rate },
    group: { int: channels },
    ...padded.attributes,
  });
}

/** Everything that a depthwise convolution declares beside its name and its documentation. */
export function depthwiseConvolution(rank: SpatialRank) {
  type P = DepthwiseParameters;
  const none = () => null;
  return {
    category: 'convolution',
    parameters: depthwiseParameters(rank),
    inputs: { min: 1, max: 1 },
    traits: slidingTraits<P>(),
    keyParameters: (p: P) =>
      keyLineOf(p, formatWindow(windowOf(p)), p.depth_multiplier > 1 && `×${p.depth_multiplier} channels`),
    infer: (context: LayerContext<P>) => infer(context, rank, none),
    warnings: ({ parameters: p }: BuiltContext<P>) => activationWarnings(p.activation),
    weights: (context: BuiltContext<P>): readonly WeightDescription[] => {
      const { parameters: p } = context;
      const { channels } = builtInput(context, rank);
      return [depthwiseKernel(p, 'kernel', channels), ...biasWeights(p, channels * p.depth_multiplier)];
    },
    multiplyAdds: (context: BuiltContext<P>) => multiplyAdds(context, rank, none),
    explain: (context: BuiltContext<P>) => explain(context, rank, none),
    keras: kerasConvolution<P>(rank),
    onnx: (context: OnnxContext<P>, graph: OnnxGraph) => {
      const { parameters: p, inputNames } = context;
      const bias = p.use_bias ? [graph.weight('bias')] : [];
      return [
        emitChannelsFirst(graph, inputNames[0] ?? '', rank + 2, p.data_format, p.activation, x =>
          emitDepthwise(context, graph, rank, x, 'kernel', bias),
        ),
      ];
    },
  } as const;
}

/** Everything that a separable convolution declares beside its name and its documentation. */
export function separableConvolution(rank: SpatialRank) {
  type P = SeparableParameters;
  const filtersOf = (p: P) => p.filters;
  return {
    category: 'convolution',
    parameters: separableParameters(rank),
    inputs: { min: 1, max: 1 },
    traits: slidingTraits<P>(),
    keyParameters: (p: P) =>
      keyLineOf(
        p,
        formatCount(p.filters),
        formatWindow(windowOf(p)),
        p.depth_multiplier > 1 && `×${p.depth_multiplier} channels`,
      ),
    infer: (context: LayerContext<P>) => infer(context, rank, filtersOf),
    warnings: ({ parameters: p }: BuiltContext<P>) => [
      ...zerosWarning(p.pointwise_initializer, p.filters, 'pointwise_initializer'),
      ...activationWarnings(p.activation),
    ],
    weights: (context: BuiltContext<P>) => separableWeights(context, rank),
    multiplyAdds: (context: BuiltContext<P>) => multiplyAdds(context, rank, filtersOf),
    explain: (context: BuiltContext<P>) => explain(context, rank, filtersOf),
    keras: kerasConvolution<P>(rank),
    onnx: (context: OnnxContext<P>, graph: OnnxGraph) => {
      const { parameters: p, inputNames } = context;
      return [
        emitChannelsFirst(graph, inputNames[0] ?? '', rank + 2, p.data_format, p.activation, x => {
          const depthwise = emitDepthwise(context, graph, rank, x, 'depthwise_kernel', []);
          const pointwise = graph.weight('pointwise_kernel', { permute: kernelPermutation(rank) });
          return graph.node('Conv', [depthwise, pointwise, ...(p.use_bias ? [graph.weight('bias')] : [])], {
            kernel_shape: { ints: p.kernel_size.map(() => 1) },
          });
        }),
      ];
    },
  } as const;
}
