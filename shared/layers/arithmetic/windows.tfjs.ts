import { toChannelsFirst, toChannelsLast } from '../onnx-contract.ts';
import type { Tensor, Tf } from '../tfjs-contract.ts';
import type { DataFormat } from './windows.ts';

/**
 * Runs a computation in channels-last layout whatever the document's layout is.
 *
 * @param tf the engine
 * @param x tensor in the document's layout
 * @param format the document's layout
 * @param compute the computation on a channels-last tensor
 * @returns the result in the document's layout
 */
export function inChannelsLast(
  tf: Tf,
  x: Tensor,
  format: DataFormat,
  compute: (x: Tensor) => Tensor,
): Tensor {
  if (format === 'channels_last') return compute(x);
  const rank = x.shape.length;
  return tf.transpose(compute(tf.transpose(x, [...toChannelsLast(rank)])), [...toChannelsFirst(rank)]);
}

/**
 * Puts zeros around the spatial axes of a channels-last tensor.
 *
 * @param tf the engine
 * @param x channels-last tensor
 * @param pads zeros before and after each spatial axis
 */
export function padSpatial(tf: Tf, x: Tensor, pads: readonly (readonly [number, number])[]): Tensor {
  if (pads.every(([begin, end]) => begin === 0 && end === 0)) return x;
  const all: [number, number][] = [[0, 0], ...pads.map(([a, b]): [number, number] => [a, b]), [0, 0]];
  return tf.pad(x, all);
}

/** A tensor seen as (before, axis, after), so that one axis can be worked on whatever the rank is. */
export function aroundAxis(x: Tensor, axis: number): { before: number; extent: number; after: number } {
  const product = (extents: readonly number[]) => extents.reduce((total, extent) => total * extent, 1);
  return {
    before: product(x.shape.slice(0, axis)),
    extent: x.shape[axis] ?? 1,
    after: product(x.shape.slice(axis + 1)),
  };
}

/** The shape with one axis replaced. */
export function withExtent(shape: readonly number[], axis: number, extent: number): number[] {
  return shape.map((before, i) => (i === axis ? extent : before));
}
