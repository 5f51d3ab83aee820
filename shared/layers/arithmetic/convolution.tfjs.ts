import type { Tensor4D, Tensor5D } from '@tensorflow/tfjs';
import type { Padding } from '../parameters.ts';
import type { ForwardContext, NativeOperations, Tensor, Tf } from '../tfjs-contract.ts';
import { applyActivation } from './activation.tfjs.ts';
import type { ActivationName } from './activation-names.ts';
import type { ConvolutionParameters } from './convolution.ts';
import type { DepthwiseParameters, SeparableParameters } from './convolution-depthwise.ts';
import { aroundAxis, inChannelsLast, padSpatial, withExtent } from './windows.tfjs.ts';
import { axisPadding, type DataFormat, resolvedPads } from './windows.ts';

/** A convolution without dilation on channels-last tensors, with strides and one of the two words that engines know. */
type PlainConvolution = (
  x: Tensor,
  kernel: Tensor,
  strides: readonly number[],
  padding: 'valid' | 'same',
) => Tensor;

/** Where the window goes, in channels-last terms. */
interface Sliding {
  readonly strides: readonly number[];
  readonly dilation_rate: readonly number[];
  readonly padding: Padding;
}

/** The input and the named weights, or a clear error of a caller that left one out. */
export function tensorsOf(
  { inputs, weights }: Pick<ForwardContext, 'inputs' | 'weights'>,
  ...names: readonly string[]
): readonly Tensor[] {
  const found = [inputs[0], ...names.map(name => weights[name])];
  return found.map((tensor, i) => {
    if (!tensor) throw new Error(`A convolution was called without its ${i === 0 ? 'input' : names[i - 1]}.`);
    return tensor;
  });
}

/** Adds the bias and applies the activation, in the document's layout (softmax runs over its last axis). */
export function finishConvolution(
  tf: Tf,
  x: Tensor,
  bias: Tensor | undefined,
  parameters: { readonly data_format: DataFormat; readonly activation: ActivationName },
  compute: (x: Tensor) => Tensor,
): Tensor {
  const sum = inChannelsLast(tf, x, parameters.data_format, last => {
    const result = compute(last);
    return bias ? tf.add(result, bias) : result;
  });
  return applyActivation(tf, parameters.activation, sum);
}

/** Ungrouped convolution; one spatial axis is computed as a single row of two. */
const plain =
  (tf: Tf): PlainConvolution =>
  (x, kernel, strides, padding) => {
    const [a = 1, b = 1, c = 1] = strides;
    if (strides.length === 3) return tf.conv3d(x as Tensor5D, kernel as Tensor5D, [a, b, c], padding);
    if (strides.length === 2) return tf.conv2d(x as Tensor4D, kernel as Tensor4D, [a, b], padding);
    const row = tf.conv2d(
      tf.expandDims(x, 1) as Tensor4D,
      tf.expandDims(kernel, 0) as Tensor4D,
      [1, a],
      padding,
    );
    return tf.squeeze(row, [1]);
  };

/** Grouped convolution by splitting channels and filters: tfjs has no groups. */
const grouped =
  (tf: Tf, groups: number): PlainConvolution =>
  (x, kernel, strides, padding) => {
    const channelAxis = x.shape.length - 1;
    const inputs = tf.split(x, groups, channelAxis);
    const kernels = tf.split(kernel, groups, channelAxis);
    const parts = inputs.map((part, group) => plain(tf)(part, kernels[group] ?? kernel, strides, padding));
    return tf.concat(parts, channelAxis);
  };

/** Depthwise convolution over one or two axes; the kernel is (window..., channels, multiplier). */
const depthwise =
  (tf: Tf): PlainConvolution =>
  (x, kernel, strides, padding) => {
    const [a = 1, b = a] = strides;
    if (strides.length === 2) {
      return tf.depthwiseConv2d(x as Tensor4D, kernel as Tensor4D, [a, b], padding);
    }
    const row = tf.depthwiseConv2d(
      tf.expandDims(x, 1) as Tensor4D,
      tf.expandDims(kernel, 0) as Tensor4D,
      [a, a],
      padding,
    );
    return tf.squeeze(row, [1]);
  };

/** Keeps every `strides`-th element of each spatial axis. By reshape and slice, since both have gradients. */
function subsample(tf: Tf, x: Tensor, strides: readonly number[]): Tensor {
  let result = x;
  for (const [i, stride] of strides.entries()) {
    if (stride === 1) continue;
    const axis = i + 1;
    const kept = Math.ceil((result.shape[axis] ?? 1) / stride);
    const missing = kept * stride - (result.shape[axis] ?? 1);
    const whole = padSpatial(
      tf,
      result,
      strides.map((_, other): [number, number] => [0, other === i ? missing : 0]),
    );
    const { before, after } = aroundAxis(whole, axis);
    const first = tf.slice(tf.reshape(whole, [before, kept, stride, after]), [0, 0, 0, 0], [-1, -1, 1, -1]);
    result = tf.reshape(first, withExtent(result.shape, axis, kept));
  }
  return result;
}

/**
 * Slides a window over a channels-last tensor: explicit zeros by padding, dilation by space-to-batch (tfjs has no gradient
 * of a dilated convolution), strides beside dilation by leaving out what the stride skips.
 *
 * @param tf the engine
 * @param x channels-last tensor
 * @param kernel weights, the window's axes first
 * @param sliding strides, dilation and padding
 * @param convolve the undilated convolution
 * @param evenStrides whether the engine wants equal strides (TensorFlow's depthwise operation)
 */
export function slide(
  tf: Tf,
  x: Tensor,
  kernel: Tensor,
  { strides, dilation_rate, padding }: Sliding,
  convolve: PlainConvolution,
  evenStrides = false,
): Tensor {
  const dilated = dilation_rate.some(step => step > 1);
  const uneven = evenStrides && strides.some(step => step !== strides[0]);
  // Where a stride is larger than the window, tfjs in plain JavaScript counts a negative padding in three axes.
  const skipping = strides.some((stride, axis) => stride > (kernel.shape[axis] ?? 1));
  if (!dilated && !uneven && (padding === 'valid' || (padding === 'same' && !skipping)))
    return convolve(x, kernel, strides, padding);
  const pads = strides.map((stride, axis) =>
    resolvedPads(
      x.shape[axis + 1] ?? 1,
      kernel.shape[axis] ?? 1,
      stride,
      dilation_rate[axis] ?? 1,
      axisPadding(padding, axis),
    ),
  );
  const padded = padSpatial(tf, x, pads);
  if (!dilated && !uneven) return convolve(padded, kernel, strides, 'valid');
  const ones = strides.map(() => 1);
  if (!dilated) return subsample(tf, convolve(padded, kernel, ones, 'valid'), strides);
  const rests = dilation_rate.map((step, axis) => {
    const extent = padded.shape[axis + 1] ?? 1;
    return [0, Math.ceil(extent / step) * step - extent];
  });
  const blocks = tf.spaceToBatchND(padded, [...dilation_rate], rests);
  const convolved = convolve(blocks, kernel, ones, 'valid');
  return subsample(tf, tf.batchToSpaceND(convolved, [...dilation_rate], rests), strides);
}

/** The same by an engine's own operation, which knows dilation and groups; one spatial axis is computed as a single row of two. */
function slideNatively(
  tf: Tf,
  x: Tensor,
  kernel: Tensor,
  { strides, dilation_rate, padding }: Sliding,
  convolve: NonNullable<NativeOperations['convolve']>,
): Tensor {
  const isWord = padding === 'valid' || padding === 'same';
  const padded = isWord
    ? x
    : padSpatial(
        tf,
        x,
        strides.map((stride, axis) =>
          resolvedPads(
            x.shape[axis + 1] ?? 1,
            kernel.shape[axis] ?? 1,
            stride,
            dilation_rate[axis] ?? 1,
            axisPadding(padding, axis),
          ),
        ),
      );
  const word = isWord ? padding : 'valid';
  if (strides.length === 2) return convolve(padded, kernel, strides, dilation_rate, word);
  const [row, rowKernel] = [tf.expandDims(padded, 1), tf.expandDims(kernel, 0)];
  return tf.squeeze(convolve(row, rowKernel, [1, ...strides], [1, ...dilation_rate], word), [1]);
}

/**
 * The forward computation of a convolution of one, two or three spatial axes.
 *
 * @param tf the engine
 * @param context parameters, input, `kernel` (window..., channels / groups, filters) and `bias` (filters)
 */
export function applyConvolution(tf: Tf, context: ForwardContext<ConvolutionParameters>): readonly Tensor[] {
  const { parameters: p, weights, native } = context;
  const [x, kernel] = tensorsOf(context, 'kernel') as [Tensor, Tensor];
  const rank = p.kernel_size.length;
  const isPlain = p.groups === 1 && p.dilation_rate.every(step => step === 1);
  const result = finishConvolution(tf, x, weights.bias, p, last => {
    if (native?.convolve && !isPlain && rank < 3) return slideNatively(tf, last, kernel, p, native.convolve);
    const channels = last.shape[rank + 1] ?? 1;
    if (p.groups === 1) return slide(tf, last, kernel, p, plain(tf));
    if (p.groups < channels || rank === 3) return slide(tf, last, kernel, p, grouped(tf, p.groups));
    // One channel in each group is a depthwise convolution, for which engines have an operation.
    const perChannel = tf.reshape(kernel, [...p.kernel_size, channels, p.filters / channels]);
    return slide(tf, last, perChannel, p, depthwise(tf), true);
  });
  return [result];
}

/**
 * The forward computation of a depthwise convolution.
 *
 * @param tf the engine
 * @param context parameters, input, `kernel` (window..., channels, multiplier) and `bias` (channels · multiplier)
 */
export function applyDepthwise(tf: Tf, context: ForwardContext<DepthwiseParameters>): readonly Tensor[] {
  const { parameters: p, weights } = context;
  const [x, kernel] = tensorsOf(context, 'kernel') as [Tensor, Tensor];
  return [finishConvolution(tf, x, weights.bias, p, last => slide(tf, last, kernel, p, depthwise(tf), true))];
}

/**
 * The forward computation of a separable convolution.
 *
 * @param tf the engine
 * @param context parameters, input, `depthwise_kernel` (window..., channels, multiplier), `pointwise_kernel`
 *   (1..., channels · multiplier, filters) and `bias` (filters)
 */
export function applySeparable(tf: Tf, context: ForwardContext<SeparableParameters>): readonly Tensor[] {
  const { parameters: p, weights } = context;
  const [x, kernel, pointwise] = tensorsOf(context, 'depthwise_kernel', 'pointwise_kernel') as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const ones = p.strides.map(() => 1);
  return [
    finishConvolution(tf, x, weights.bias, p, last =>
      plain(tf)(slide(tf, last, kernel, p, depthwise(tf), true), pointwise, ones, 'valid'),
    ),
  ];
}

/** An ungrouped convolution on channels-last tensors, for layers that are made of one. */
export function convolve(tf: Tf, x: Tensor, kernel: Tensor, sliding: Sliding): Tensor {
  return slide(tf, x, kernel, sliding, plain(tf));
}
