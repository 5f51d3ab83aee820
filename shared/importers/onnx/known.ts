import type { Dim, DType } from '../../document/value.ts';

/**
 * The content of a small tensor as far as it is known before the network runs: extents that depend on the batch stand as their
 * symbols, what cannot be told as null.
 */
export interface Known {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: readonly Dim[];
}

/** Larger tensors are not computed here. */
export const MAX_KNOWN = 16_384;

/** All values as numbers; null where one is not known. */
export function numbersOf(known: Known): readonly number[] | null {
  const { values } = known;
  return values.every(value => typeof value === 'number') ? values : null;
}

/** The one element of a scalar (or of a list of one); null where it is not known. */
export function scalarOf(known: Known | undefined): number | null {
  const [value] = known?.values ?? [];
  return known?.values.length === 1 && typeof value === 'number' ? value : null;
}

/** The broadcast of two shapes as NumPy does it; null where they do not fit. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] | null {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return null;
    result.push(left === 1 ? right : left);
  }
  return result;
}

/** Rearranges a tensor: element `i` of the result is element `pick(index of i)` of the source. */
export function pickElements(
  known: Known,
  shape: readonly number[],
  pick: (index: readonly number[]) => readonly number[],
): Known {
  const values: Dim[] = [];
  const index = new Array<number>(shape.length).fill(0);
  const total = shape.reduce((product, extent) => product * extent, 1);
  for (let i = 0; i < total; i++) {
    const from = pick(index);
    let offset = 0;
    for (const [axis, extent] of known.shape.entries()) offset = offset * extent + (from[axis] ?? 0);
    values.push(known.values[offset] ?? null);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next < (shape[axis] ?? 1) ? next : 0;
      if (next < (shape[axis] ?? 1)) break;
    }
  }
  return { dtype: known.dtype, shape, values };
}

/** A tensor stretched to a shape that it broadcasts to. */
export function expandTo(known: Known, shape: readonly number[]): Known {
  const lead = shape.length - known.shape.length;
  return pickElements(known, shape, index =>
    known.shape.map((extent, axis) => (extent === 1 ? 0 : (index[axis + lead] ?? 0))),
  );
}
