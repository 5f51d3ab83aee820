import type { Reduction } from './arithmetic/reducing.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { ParametersOf } from './contract.ts';
import type reduce from './reduce.ts';
import type { Forward, Tensor, Tf } from './tfjs-contract.ts';

const OPERATIONS: Readonly<
  Record<Reduction, (tf: Tf, x: Tensor, axes: number[], keepdims: boolean) => Tensor>
> = {
  mean: (tf, x, axes, keepdims) => tf.mean(x, axes, keepdims),
  sum: (tf, x, axes, keepdims) => tf.sum(x, axes, keepdims),
  max: (tf, x, axes, keepdims) => tf.max(x, axes, keepdims),
  min: (tf, x, axes, keepdims) => tf.min(x, axes, keepdims),
  prod: (tf, x, axes, keepdims) => tf.prod(x, axes, keepdims),
  l1: (tf, x, axes, keepdims) => tf.sum(tf.abs(x), axes, keepdims),
  l2: (tf, x, axes, keepdims) => tf.sqrt(tf.sum(tf.square(x), axes, keepdims)),
  logsum: (tf, x, axes, keepdims) => tf.log(tf.sum(x, axes, keepdims)),
  logsumexp: (tf, x, axes, keepdims) => tf.logSumExp(x, axes, keepdims),
  sumsquare: (tf, x, axes, keepdims) => tf.sum(tf.square(x), axes, keepdims),
};

/** Own computation. A mean of whole numbers cuts off the fraction, as in ONNX. */
export const forward: Forward<ParametersOf<typeof reduce>> = (tf, { parameters: p, inputs }) => {
  const x = soleInput(inputs);
  const axes = p.axes?.length
    ? p.axes.map(axis => (axis < 0 ? axis + x.rank : axis))
    : x.shape.map((_, axis) => axis);
  if (axes.length === 0) return [tf.clone(x)];
  return [tf.cast(OPERATIONS[p.function](tf, x, axes, p.keepdims), x.dtype)];
};
