/** A square part of the plane. */
export interface Plane {
  readonly left: number;
  readonly bottom: number;
  /** Length of a side. */
  readonly side: number;
}

/** Cells along each side of a decision picture. */
export const CELLS = 40;

/**
 * The square around some points, with a margin of a sixth of its side.
 *
 * @param points x and y
 */
export function planeAround(points: readonly (readonly number[])[]): Plane {
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  const extent = Math.max(right - left, top - bottom) || 1;
  const side = extent * 1.5;
  return { left: (left + right - side) / 2, bottom: (bottom + top - side) / 2, side };
}

/** The centres of the cells of a plane, row by row from the top. */
export function cellCentres({ left, bottom, side }: Plane): readonly (readonly [number, number])[] {
  const step = side / CELLS;
  return Array.from({ length: CELLS * CELLS }, (_, i) => [
    left + ((i % CELLS) + 0.5) * step,
    bottom + side - (Math.floor(i / CELLS) + 0.5) * step,
  ]);
}

/**
 * Where a point lies in a picture of a plane.
 *
 * @param size the picture's side
 * @returns x and y from the top left
 */
export function placeIn(
  { left, bottom, side }: Plane,
  point: readonly number[],
  size: number,
): [number, number] {
  const [x = 0, y = 0] = point;
  return [((x - left) / side) * size, (1 - (y - bottom) / side) * size];
}
