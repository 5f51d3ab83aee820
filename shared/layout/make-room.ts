import type { Point } from '../document/schema.ts';
import { nodeBox, overlaps, ROW_PITCH } from './geometry.ts';

/**
 * Moves nodes down, the nearest first, until a newly placed one stands free.
 *
 * @param positions all nodes, the new one among them
 * @param name the new node; it stays
 * @returns the positions that change
 */
export function makeRoom(
  positions: Readonly<Record<string, Point>>,
  name: string,
): Readonly<Record<string, Point>> {
  const moved: Record<string, Point> = {};
  const placed = positions[name];
  if (!placed) return moved;
  const at = (other: string) => moved[other] ?? positions[other];
  const queue: string[] = [name];
  const settled = new Set([name]);
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
