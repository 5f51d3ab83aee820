import type { Tensor4D } from '@tensorflow/tfjs';
import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { convolve, finishConvolution, tensorsOf } from './convolution.tfjs.ts';
import { type TransposedParameters, transposedAxis } from './transposed.ts';
import { aroundAxis, padSpatial, withExtent } from './windows.tfjs.ts';
import { coveredExtent } from './windows.ts';

/** Puts stride − 1 zeros between neighbours of each spatial axis. */
function spread(tf: Tf, x: Tensor, strides: readonly number[]): Tensor {
  let result = x;
  for (const [i, stride] of strides.entries()) {
    if (stride === 1) continue;
    const axis = i + 1;
    const { before, extent, after } = aroundAxis(result, axis);
    const zeros = tf.pad(tf.reshape(result, [before, extent, 1, after]), [
      [0, 0],
      [0, 0],
      [0, stride - 1],
      [0, 0],
    ]);
    const flat = tf.reshape(zeros, [before, extent * stride, after]);
    const length = (extent - 1) * stride + 1;
    result = tf.reshape(tf.slice(flat, [0, 0, 0], [-1, length, -1]), withExtent(result.shape, axis, length));
  }
  return result;
}

/** The uncut result as the gradient of a convolution, which engines have for one and two axes without dilation. */
function byGradient(tf: Tf, x: Tensor, kernel: Tensor, p: TransposedParameters): Tensor {
  const rows = p.kernel_size.length === 1;
  const [a = 1, b = 1] = rows ? [1, ...p.strides] : p.strides;
  const x4 = (rows ? tf.expandDims(x, 1) : x) as Tensor4D;
  const kernel4 = (rows ? tf.expandDims(kernel, 0) : kernel) as Tensor4D;
  const [batch, height, width] = x4.shape;
  const [kernelHeight, kernelWidth, filters] = kernel4.shape;
  const full: [number, number, number, number] = [
    batch,
    (height - 1) * a + kernelHeight,
    (width - 1) * b + kernelWidth,
    filters,
  ];
  const result = tf.conv2dTranspose(x4, kernel4, full, [a, b], 'valid');
  return rows ? tf.squeeze(result, [1]) : result;
}

/** The uncut result as a convolution of the spread input with the turned kernel: for three axes and for dilation. */
function bySpreading(tf: Tf, x: Tensor, kernel: Tensor, p: TransposedParameters): Tensor {
  const rank = p.kernel_size.length;
  const axes = p.kernel_size.map((_, axis) => axis);
  const turned = tf.transpose(tf.reverse(kernel, axes), [...axes, rank + 1, rank]);
  const around = p.kernel_size.map((size, axis): [number, number] => {
    const border = coveredExtent(size, p.dilation_rate[axis] ?? 1) - 1;
    return [border, border];
  });
  return convolve(tf, padSpatial(tf, spread(tf, x, p.strides), around), turned, {
    strides: axes.map(() => 1),
    dilation_rate: p.dilation_rate,
    padding: 'valid',
  });
}

/**
 * The forward computation of a transposed convolution of one, two or three spatial axes.
 *
 * @param tf the engine
 * @param context parameters, input, `kernel` (window..., filters, channels) and `bias` (filters)
 */
export function applyTransposed(tf: Tf, context: ForwardContext<TransposedParameters>): readonly Tensor[] {
  const { parameters: p, weights } = context;
  const [x, kernel] = tensorsOf(context, 'kernel') as [Tensor, Tensor];
  const direct = p.kernel_size.length < 3 && p.dilation_rate.every(step => step === 1);
  const result = finishConvolution(tf, x, weights.bias, p, last => {
    const full = direct ? byGradient(tf, last, kernel, p) : bySpreading(tf, last, kernel, p);
    const cuts = p.kernel_size.map((_, axis) => transposedAxis(p, axis, last.shape[axis + 1] ?? 1));
    const whole = padSpatial(
      tf,
      full,
      cuts.map(cut => [0, Math.max(0, -cut.end)]),
    );
    if (cuts.every(cut => cut.begin === 0 && cut.end <= 0)) return whole;
    const sizes = cuts.map(cut => Number(cut.full) - cut.begin - cut.end);
    return tf.slice(whole, [0, ...cuts.map(cut => cut.begin), 0], [-1, ...sizes, -1]);
  });
  return [result];
}
