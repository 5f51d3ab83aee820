import { type Dim, formatShape, type Shape, type Value } from '../../document/value.ts';
import { fail } from '../contract.ts';
import { elementsOf, knownExtents, pickElements } from './elements.ts';

/** One extent of two broadcast against each other; undefined when they do not fit. */
function broadcastDim(a: Dim, b: Dim): Dim | undefined {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (typeof a === 'number' && typeof b === 'number') return undefined;
  // The unknown one must turn out as 1 or as the known one: either way the known one results.
  if (typeof a === 'number') return a;
  return typeof b === 'number' ? b : null;
}

/**
 * The shape of several broadcast against each other by NumPy's rule: aligned at the last axis, missing axes and extents of 1 stretch.
 *
 * @param shapes the batch axis is an axis like any other
 * @throws LayerError `shape.mismatch`
 */
export function broadcastShapes(shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map(shape => shape.length));
  const aligned = shapes.map((shape): Shape => [...new Array<number>(rank - shape.length).fill(1), ...shape]);
  return Array.from({ length: rank }, (_, axis) =>
    aligned.reduce<Dim>((joined, shape) => {
      const next = broadcastDim(joined, shape[axis] ?? null);
      if (next === undefined)
        fail(
          'shape.mismatch',
          `needs shapes that broadcast (equal extents or 1, counted from the last axis); got ${shapes.map(formatShape).join(' and ')}. Insert or move axes before.`,
        );
      return next;
    }, 1),
  );
}

/**
 * The elements of a value stretched to a shape; null where they are not known.
 *
 * @param value what stands on a wire
 * @param shape the shape it is broadcast to
 */
export function broadcastElements(value: Value | undefined, shape: Shape): readonly Dim[] | null {
  const from = knownExtents(value?.shape);
  const to = knownExtents(shape);
  if (!from || !to) return null;
  const shift = to.length - from.length;
  return pickElements(elementsOf(value), from, to, index =>
    from.map((extent, axis) => (extent === 1 ? 0 : (index[axis + shift] ?? 0))),
  );
}
