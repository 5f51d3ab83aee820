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
      moved[other] = [there[0], here[1] + ROW_PITCH];
      settled.add(other);
      queue.push(other);
    }
  }
  return moved;
}

/**
 * Where a node goes that is put on a wire: on a wire that runs down one column below its source, else where it was dropped.
 *
 * @param source the corner of the node that feeds the wire
 * @param target the corner of the node that the wire feeds
 * @param dropped the corner where the node was dropped
 */
export function placeOnWire(source: Point | undefined, target: Point | undefined, dropped: Point): Point {
  if (!source || !target) return dropped;
  const isColumn = target[1] > source[1] && Math.abs(target[0] - source[0]) < NODE_WIDTH / 2;
  return isColumn ? [source[0], source[1] + ROW_PITCH] : dropped;
}
