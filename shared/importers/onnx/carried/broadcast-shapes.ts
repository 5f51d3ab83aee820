import type { Dim, Shape } from '../../../document/value.ts';

/** The broadcast of shapes that may be open in part, as ONNX's multidirectional broadcasting has it; null where a rank is not known. */
export function broadcastAll(shapes: readonly (Shape | null)[]): Shape | null {
  return shapes.reduce<Shape | null>((all, shape) => (all && shape ? broadcastShapes(all, shape) : null), []);
}

/** The broadcast of two shapes. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i): Dim => {
    const left = i < rank - a.length ? 1 : (a[i - rank + a.length] ?? null);
    const right = i < rank - b.length ? 1 : (b[i - rank + b.length] ?? null);
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    // Of an open extent and one of more than 1, the known one is what both must be.
    return typeof left === 'number' ? left : typeof right === 'number' ? right : null;
  });
}

/** What two shapes of the same tensor have in common; null where their ranks differ. */
export function commonShape(a: Shape | null, b: Shape | null): Shape | null {
  if (!a || !b || a.length !== b.length) return null;
  return a.map((dim, axis) => (dim === b[axis] ? dim : null));
}
