import type { NumericTensor } from '../engines/engine.ts';

/** How far two tensors are apart. */
export interface Difference {
  readonly maxAbsDiff: number;
  /** Relative to the spread of the reference; Infinity when the shapes differ or a number is not finite. */
  readonly maxRelDiff: number;
  /** The shapes where they differ; null otherwise. */
  readonly shapes: { readonly reference: readonly number[]; readonly other: readonly number[] } | null;
}

/**
 * What the absolute difference is measured against: the reference's standard deviation (the strict one: a constant part hides
 * nothing), or its root mean square.
 */
export type Yardstick = 'deviation' | 'rms';

/**
 * Compares two tensors: max |other − reference| relative to the spread of the reference's elements.
 *
 * @param reference the engine's numbers
 * @param other ONNX Runtime's numbers
 * @param yardstick what to measure against
 */
export function difference(
  reference: NumericTensor,
  other: NumericTensor,
  yardstick: Yardstick = 'deviation',
): Difference {
  const { data, shape } = reference;
  if (shape.length !== other.shape.length || shape.some((extent, axis) => extent !== other.shape[axis]))
    return {
      maxAbsDiff: Number.POSITIVE_INFINITY,
      maxRelDiff: Number.POSITIVE_INFINITY,
      shapes: { reference: shape, other: other.shape },
    };
  let sum = 0;
  let largest = 0;
  let maxAbsDiff = 0;
  let finite = true;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    const gap = Math.abs((other.data[i] ?? 0) - value);
    if (!Number.isFinite(gap)) finite = false;
    if (gap > maxAbsDiff) maxAbsDiff = gap;
    if (Math.abs(value) > largest) largest = Math.abs(value);
    sum += value;
  }
  if (!finite)
    return { maxAbsDiff: Number.POSITIVE_INFINITY, maxRelDiff: Number.POSITIVE_INFINITY, shapes: null };
  const mean = yardstick === 'deviation' ? sum / data.length : 0;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  const spread = Math.sqrt(squares / data.length);
  // Elements that are all alike have no spread; their size is what is left to measure against.
  const scale = spread > largest * 1e-6 ? spread : largest || 1;
  return { maxAbsDiff, maxRelDiff: maxAbsDiff / scale, shapes: null };
}
