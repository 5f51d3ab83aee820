import type { Point } from '../document/schema.ts';

/**
 * The wires that a line drawn by hand crosses.
 *
 * @param line its points, in the order in which they were drawn
 * @param ways the corners of each wire's way, by id
 * @returns ids in the order of `ways`
 */
export function wiresUnder(
  line: readonly Point[],
  ways: Iterable<readonly [id: string, way: readonly Point[]]>,
): readonly string[] {
  const found: string[] = [];
  for (const [id, way] of ways) if (crosses(line, way)) found.push(id);
  return found;
}

function crosses(one: readonly Point[], two: readonly Point[]): boolean {
  for (const [i, b] of one.entries()) {
    const a = one[i - 1];
    if (!a) continue;
    for (const [j, d] of two.entries()) {
      const c = two[j - 1];
      if (c && areOpposite(a, b, c, d) && areOpposite(c, d, a, b)) return true;
    }
  }
  return false;
}

/** Whether two points lie on different sides of the straight line through `a` and `b`, or on it. */
function areOpposite(a: Point, b: Point, one: Point, two: Point): boolean {
  return sideOf(a, b, one) * sideOf(a, b, two) <= 0;
}

function sideOf([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}
