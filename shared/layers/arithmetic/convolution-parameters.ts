import type { Dim, Shape } from '../../document/value.ts';
import { formatShape } from '../../document/value.ts';
import { fail, type LayerContext, type Traits, type WeightDescription } from '../contract.ts';
import { keyLine } from '../formatting.ts';
import type { Padding } from '../parameters.ts';
import {
  activation,
  boolean,
  constraint,
  initializer,
  integer,
  integers,
  padding,
  regularizer,
} from '../parameters.ts';
import type { ActivationName } from './activation-names.ts';
import type { Constraint } from './constraints.ts';
import type { Initializer } from './initializer-names.ts';
import { windowReach } from './reach.ts';
import type { Regularizer } from './regularizers.ts';
import { type DataFormat, type SlidingWindow, spatialAxesOf, splitShape } from './windows.ts';

/** The number of spatial axes. */
export type SpatialRank = 1 | 2 | 3;

/** What every sliding layer of the convolution family has. */
export interface WindowParameters {
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly data_format: DataFormat;
  readonly dilation_rate: readonly number[];
}

/** What every layer of the family has at its end. */
export interface BiasParameters {
  readonly activation: ActivationName;
  readonly use_bias: boolean;
  readonly bias_initializer: Initializer;
  readonly bias_regularizer: Regularizer | null;
  readonly bias_constraint: Constraint | null;
}

const times = (rank: SpatialRank, value: number): readonly number[] =>
  Array.from({ length: rank }, () => value);

/** The parameter `filters`; Keras has no default for it. */
export const filters = () => integer({ default: 32, min: 1, doc: 'Number of output channels.' });

/** The parameter `kernel_size`; Keras has no default for it. */
export const kernelSize = (rank: SpatialRank) =>
  integers(rank, { default: times(rank, 3), min: 1, doc: 'Extent of the window along each spatial axis.' });

/** The parameter `strides`. */
export const strides = (rank: SpatialRank) =>
  integers(rank, { default: times(rank, 1), min: 1, doc: 'Step of the window along each spatial axis.' });

/** The parameter `dilation_rate`. */
export const dilationRate = (rank: SpatialRank) =>
  integers(rank, { default: times(rank, 1), min: 1, doc: "Distance between the window's elements." });

/** The parameter `padding`: words, or zeros per side. */
export const windowPadding = (rank: SpatialRank, words: readonly ('valid' | 'same' | 'causal')[]) =>
  padding(rank, words, {
    default: 'valid',
    doc: 'Zeros around the input: none (valid), as many as keep ⌈size / stride⌉ (same), or amounts per side.',
  });

/** The parameters `activation` and `use_bias`. */
export const activationAndBias = () => ({
  activation: activation({ default: 'linear' }),
  use_bias: boolean({ default: true, doc: 'Whether a bias is added.' }),
});

/** The initializer, regularizer and constraint parameters of kernel and bias, in Keras's order. */
export const kernelAndBiasSettings = () => ({
  kernel_initializer: initializer({ default: { name: 'glorot_uniform' }, doc: 'How the kernel begins.' }),
  bias_initializer: initializer({ default: { name: 'zeros' }, doc: 'How the bias begins.' }),
  kernel_regularizer: regularizer({ doc: 'Penalty on the kernel.' }),
  bias_regularizer: regularizer({ doc: 'Penalty on the bias.' }),
  kernel_constraint: constraint({ doc: 'Constraint on the kernel.' }),
  bias_constraint: constraint({ doc: 'Constraint on the bias.' }),
});

/** The sliding window that the parameters describe. */
export function windowOf(p: WindowParameters): SlidingWindow {
  return { size: p.kernel_size, strides: p.strides, dilation: p.dilation_rate, padding: p.padding };
}

/** Traits of a layer that slides a window, adds a bias and applies an activation. */
export function slidingTraits<P extends WindowParameters & BiasParameters>(): Traits<P> {
  return {
    ...biasTraits<P>(),
    window: p => ({ size: p.kernel_size, strides: p.strides, dilation: p.dilation_rate }),
    reach: context => windowReach(context, windowOf(context.parameters)),
  };
}

/** The traits of the family that do not depend on the window: activation, bias and data format. */
export function biasTraits<P extends BiasParameters & { readonly data_format: DataFormat }>(): Traits<P> {
  return {
    activationParameter: 'activation',
    activation: p => (p.activation === 'linear' ? null : p.activation),
    hasBias: p => p.use_bias,
    spatialAxes: (p, rank) => spatialAxesOf(p.data_format, rank),
  };
}

/**
 * Ends a key line of the family: activation and missing bias, where they are not the default. Which axis holds the channels is told by the
 * output shape below it, and in words it would cut the line.
 */
export function keyLineOf(p: BiasParameters, ...parts: readonly (string | false)[]): string {
  return keyLine(...parts, p.activation !== 'linear' && p.activation, !p.use_bias && 'no bias');
}

/** Reports strides together with dilation, which Keras (and TensorFlow) do not compute. */
export function refuseStridedDilation(p: WindowParameters): void {
  if (p.strides.some(step => step > 1) && p.dilation_rate.some(step => step > 1))
    fail(
      'parameter.conflict',
      `needs strides of 1 or a dilation_rate of 1; got strides ${p.strides.join(', ')} with dilation_rate ${p.dilation_rate.join(', ')}. Set one of them to 1.`,
      { title: 'Set dilation_rate to 1', parameters: { dilation_rate: p.dilation_rate.map(() => 1) } },
    );
}

/** An input taken apart, with its channels known. */
export interface KnownChannels {
  readonly batch: Dim;
  readonly spatial: readonly Dim[];
  readonly channels: number;
}

/**
 * Takes the input apart; reports a wrong rank or unknown channels.
 *
 * @param shape the input's extents
 * @param rank number of spatial axes
 * @param format data_format
 */
export function convolutionInput(shape: Shape, rank: SpatialRank, format: DataFormat): KnownChannels {
  const { batch, spatial, channels } = splitShape(shape, rank, format);
  if (typeof channels !== 'number')
    fail(
      'shape.channels',
      `needs a known number of channels for its kernel; got ${formatShape(shape)} with ${format}. Give the input layer a fixed number of channels.`,
    );
  return { batch, spatial, channels };
}

/** {@link convolutionInput} for a layer whose inference has succeeded. */
export function builtInput<P extends { readonly data_format: DataFormat }>(
  { parameters, inputs: [input] }: LayerContext<P>,
  rank: SpatialRank,
): KnownChannels {
  return convolutionInput(input?.shape ?? [], rank, parameters.data_format);
}

/** The bias as a weight of `units` elements, or nothing. */
export function biasWeights(p: BiasParameters, units: number): readonly WeightDescription[] {
  return p.use_bias
    ? [
        {
          name: 'bias',
          shape: [units],
          initializer: p.bias_initializer,
          trainable: true,
          regularizer: p.bias_regularizer,
          constraint: p.bias_constraint,
        },
      ]
    : [];
}

/** The product of known extents; null where one is unknown. */
export function positions(spatial: readonly Dim[]): number | null {
  let product = 1;
  for (const extent of spatial) {
    if (typeof extent !== 'number') return null;
    product *= extent;
  }
  return product;
}
