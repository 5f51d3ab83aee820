import type { Point } from '../document/schema.ts';
import { NODE_WIDTH, nodeBox, overlaps, ROW_PITCH } from './geometry.ts';

/**
 * Moves nodes down, the nearest first, until a newly placed one stands free.
 *
 * @param positions all nodes, the new one among them
 * @param name the new node; it stays
 * @param fixed nodes that stay too, though the new one may cover them
 * @returns the positions that change
 */
export function makeRoom(
  positions: Readonly<Record<string, Point>>,
  name: string,
  fixed: readonly string[] = [],
): Readonly<Record<string, Point>> {
  const moved: Record<string, Point> = {};
  const placed = positions[name];
  if (!placed) return moved;
  const at = (other: string) => moved[other] ?? positions[other];
  const queue: string[] = [name];
  const settled = new Set([name, ...fixed]);
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    const here = at(current);
    if (!here) continue;
    for (const other of Object.keys(positions)) {
      const there = at(other);
      if (!there || settled.has(other) || !overlaps(nodeBox(here), nodeBox(there), 12)) continue;
      moved[other] = below([there[0], here[1] + ROW_PITCH], fixed.map(at));
      settled.add(other);
      queue.push(other);
    }
  }
  return moved;
}

/** The place, or the nearest below it that covers none of the nodes that stay. */
function below(place: Point, staying: readonly (Point | undefined)[]): Point {
  const hit = staying.find(corner => corner && overlaps(nodeBox(place), nodeBox(corner), 12));
  return hit ? below([place[0], hit[1] + ROW_PITCH], staying) : place;
}

/**
 * Where a node goes that is put on a wire: below the wire's source where the wire runs down one column or the node was dropped onto
 * others (between two columns there is no room for one), else where it was dropped.
 *
 * @param positions all nodes' corners; the node's own is not looked at
 * @param name the node
 * @param from the node that feeds the wire
 * @param to the node that the wire feeds
 * @param dropped the corner where the node was dropped
 */
export function placeOnWire(
  positions: Readonly<Record<string, Point>>,
  name: string,
  { from, to }: { readonly from: string; readonly to: string },
  dropped: Point,
): Point {
  const { [from]: source, [to]: target } = positions;
  if (!source || !target) return dropped;
  const isColumn = target[1] > source[1] && Math.abs(target[0] - source[0]) < NODE_WIDTH / 2;
  const isCovering = Object.entries(positions).some(
    ([other, corner]) => other !== name && overlaps(nodeBox(dropped), nodeBox(corner)),
  );
  return isColumn || isCovering ? [source[0], source[1] + ROW_PITCH] : dropped;
}
