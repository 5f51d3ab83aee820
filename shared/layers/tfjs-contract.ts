import type * as tensorflow from '@tensorflow/tfjs';

/** TensorFlow.js, given as an argument: shared itself loads no engine. */
export type Tf = typeof tensorflow;

/** A tensor of TensorFlow.js. */
export type Tensor = tensorflow.Tensor;

/** Random numbers for a training step: functions of (seed, layer, step), so that a resumed run repeats them. */
export interface RandomSource {
  /** Uniform in [min, max). */
  uniform(shape: readonly number[], min?: number, max?: number): Tensor;
  /** Normal of mean and standard deviation. */
  normal(shape: readonly number[], mean: number, stddev: number): Tensor;
}

/** Operations that an engine has beyond TensorFlow.js. A forward computation has a portable form for engines without them. */
export interface NativeOperations {
  /**
   * Brings each column of a table to mean 0 and variance 1 by its own statistics, then scales and shifts it.
   *
   * @returns the result, through which gradients flow to table, gamma and beta, and the statistics, which the caller disposes
   */
  readonly normalizeBatch?: (
    table: Tensor,
    gamma: Tensor,
    beta: Tensor,
    epsilon: number,
  ) => { readonly normalized: Tensor; readonly mean: Tensor; readonly variance: Tensor };
  /**
   * Convolves a channels-last tensor over two axes, with dilation, strides and groups (as many as the kernel's channels leave).
   *
   * @returns the result, through which gradients flow to x and kernel
   */
  readonly convolve?: (
    x: Tensor,
    kernel: Tensor,
    strides: readonly number[],
    dilations: readonly number[],
    padding: 'valid' | 'same',
  ) => Tensor;
}

/** What a forward computation receives. Tensors are in the document's layout, batch first, all extents known. */
export interface ForwardContext<P = Readonly<Record<string, unknown>>> {
  readonly parameters: P;
  readonly inputs: readonly Tensor[];
  /** The masks of its inputs by port, where the layer reads masks and one reaches it. */
  readonly masks?: readonly (Tensor | undefined)[];
  /** The layer's weights by their WeightDescription names. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly training: boolean;
  readonly random: RandomSource;
  /** Left out where the engine has nothing beyond TensorFlow.js. */
  readonly native?: NativeOperations;
  /** Stores a new value of a non-trainable weight (moving statistics); only in training. */
  update(weight: string, value: Tensor): void;
}

/**
 * The forward computation of a layer type on TensorFlow.js; gradients are tfjs's own. Lives in `TYPE.tfjs.ts` beside the
 * layer's file as the export `forward`, and is run inside tf.tidy.
 */
export type Forward<P = Readonly<Record<string, unknown>>> = ForwardMethod<P>['forward'];

/** Declared as a method so that the registry, which has erased the parameters' type, accepts every layer's forward. */
interface ForwardMethod<P> {
  forward(tf: Tf, context: ForwardContext<P>): readonly Tensor[];
}
