import type { ForwardContext, Tensor, Tf } from '../tfjs-contract.ts';
import { mapAxis } from './axis-map.tfjs.ts';
import { adaptiveRange, averagingMatrix } from './axis-map.ts';
import type { AdaptivePoolingParameters } from './pooling-adaptive.ts';
import { soleInput } from './sole-input.tfjs.ts';
import { spatialAxesOf } from './windows.ts';

/**
 * Pools every spatial axis to its wished extent, one after the other: both the average over a box and its maximum allow that.
 *
 * @param tf the engine
 * @param kind maximum or average
 * @param context the forward's context
 */
export function applyAdaptivePooling(
  tf: Tf,
  kind: 'max' | 'average',
  { parameters: p, inputs }: ForwardContext<AdaptivePoolingParameters>,
): Tensor {
  let x = soleInput(inputs);
  for (const [i, axis] of spatialAxesOf(p.data_format, x.shape.length).entries()) {
    const from = x.shape[axis] ?? 1;
    const to = p.output_size[i] ?? 1;
    if (from === to) continue;
    x = kind === 'max' ? maximum(tf, x, axis, to) : mapAxis(tf, x, axis, averagingMatrix(from, to));
  }
  return x;
}

function maximum(tf: Tf, x: Tensor, axis: number, to: number): Tensor {
  const from = x.shape[axis] ?? 1;
  const parts = Array.from({ length: to }, (_, i) => {
    const { start, end } = adaptiveRange(from, to, i);
    const begin = x.shape.map((_, k) => (k === axis ? start : 0));
    const size = x.shape.map((extent, k) => (k === axis ? end - start : extent));
    return tf.max(tf.slice(x, begin, size), axis, true);
  });
  const [only] = parts;
  return parts.length === 1 && only ? only : tf.concat(parts, axis);
}
