import { type DType, formatShape, type Shape } from '../../document/value.ts';
import { fail } from '../contract.ts';

/**
 * An axis counted from the front; axis 0 is the batch.
 *
 * @param axis may count from the end
 * @param shape the tensor's
 * @throws LayerError `shape.axis`
 */
export function axisOf(axis: number, shape: Shape): number {
  const rank = shape.length;
  if (axis < -rank || axis >= rank)
    fail(
      'shape.axis',
      `needs an axis from ${-rank} to ${rank - 1} of ${formatShape(shape)}; got ${axis}. Change the axis.`,
    );
  return axis < 0 ? axis + rank : axis;
}

/**
 * Several axes counted from the front, each once, in the order given.
 *
 * @param axes may count from the end
 * @param shape the tensor's
 * @throws LayerError `shape.axis`
 */
export function axesOf(axes: readonly number[], shape: Shape): readonly number[] {
  const front = axes.map(axis => axisOf(axis, shape));
  if (new Set(front).size !== front.length)
    fail('shape.axis', `needs each axis once; got ${axes.join(', ')}. Remove the repeated one.`);
  return front;
}

/** Whether the elements are whole numbers. */
export function isWhole(dtype: DType): boolean {
  return /^u?int/.test(dtype);
}

/**
 * Requires whole numbers on a wire (indices, extents).
 *
 * @param dtype what came
 * @param what the wire's role, for the sentence
 * @throws LayerError `shape.dtype`
 */
export function requireWhole(dtype: DType, what: string): void {
  if (!isWhole(dtype))
    fail('shape.dtype', `needs whole numbers as ${what}; got ${dtype}. Put a cast to int64 before.`);
}

/** Every axis of a tensor. */
export function allAxes(rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}
