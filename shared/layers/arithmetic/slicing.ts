import type { Dim } from '../../document/value.ts';

/** What is taken along one axis. */
export interface AxisSlice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Start and number of elements of a slice, clamped as ONNX (and NumPy) clamps.
 *
 * @param extent of the axis
 * @param start may count from the end
 * @param end excluded; may count from the end
 * @param step not 0
 */
export function sliceOf(extent: number, start: number, end: number, step: number): AxisSlice {
  const clamp = (at: number, low: number, high: number) =>
    Math.min(high, Math.max(low, at < 0 ? at + extent : at));
  const from = step > 0 ? clamp(start, 0, extent) : clamp(start, 0, extent - 1);
  const to = step > 0 ? clamp(end, 0, extent) : clamp(end, -1, extent - 1);
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

/**
 * The extent after a slice where not all is known: the whole axis keeps its symbol.
 *
 * @param extent of the axis
 * @param start null where it is not known
 * @param end excluded
 * @param step of the slice
 */
export function slicedDim(extent: Dim, start: Dim, end: Dim, step: Dim): Dim {
  if (typeof step !== 'number' || start === null || end === null) return null;
  if (
    step === 1 &&
    start === 0 &&
    end !== 0 &&
    (end === extent || (typeof end === 'number' && end >= ENDLESS))
  )
    return extent;
  if (typeof start !== 'number' || typeof end !== 'number' || typeof extent !== 'number') return null;
  return sliceOf(extent, start, end, step).count;
}

/** From here on an end means "to the end" even of an axis of unknown extent (files write the largest integer). */
export const ENDLESS = 2 ** 31 - 1;
