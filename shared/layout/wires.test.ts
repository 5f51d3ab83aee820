import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { NODE_HEIGHT, NODE_WIDTH, nodeBox, ROW_PITCH } from './geometry.ts';
import { distanceToWay, Obstacles, routeWire, wireMiddle, wirePath } from './wires.ts';

/** The middle of the lower and of the upper edge of a layer whose corner stands at (x, y). */
const below = ([x, y]: Point): Point => [x + NODE_WIDTH / 2, y + NODE_HEIGHT];
const above = ([x, y]: Point): Point => [x + NODE_WIDTH / 2, y];

function route(from: Point, to: Point, others: readonly Point[] = []): readonly Point[] {
  return routeWire(below(from), above(to), new Obstacles([from, to, ...others].map(nodeBox)));
}

/** Whether a horizontal or vertical line runs through the inside of a layer. */
function crosses(way: readonly Point[], corner: Point): boolean {
  const box = nodeBox(corner);
  return way.some((b, i) => {
    const a = way[i - 1];
    if (!a) return false;
    return (
      Math.min(a[0], b[0]) < box.x + box.width &&
      Math.max(a[0], b[0]) > box.x &&
      Math.min(a[1], b[1]) < box.y + box.height - 1 &&
      Math.max(a[1], b[1]) > box.y + 1
    );
  });
}

describe('wires', () => {
  it('run straight down to the layer below', () => {
    expect(route([0, 0], [0, ROW_PITCH])).toEqual([
      [98, 70],
      [98, 124],
    ]);
  });

  it('make one step to a layer below and aside', () => {
    expect(route([0, 0], [300, ROW_PITCH])).toEqual([
      [98, 70],
      [98, 97],
      [398, 97],
      [398, 124],
    ]);
  });

  it('pass a layer that stands between at its side, as a residual connection does', () => {
    const between: Point = [0, ROW_PITCH];
    const way = route([0, 0], [0, 2 * ROW_PITCH], [between]);
    expect(way).toHaveLength(6);
    expect(crosses(way, between)).toBe(false);
  });

  it('run back up between two columns to the top of the next', () => {
    const column: Point[] = [
      [0, 0],
      [0, ROW_PITCH],
    ];
    const next: Point[] = [[272, ROW_PITCH]];
    const way = route([0, 2 * ROW_PITCH], [272, 0], [...column, ...next]);
    for (const layer of [...column, ...next]) expect(crosses(way, layer)).toBe(false);
    // Down 26 px, through the channel between x = 196 and x = 272, and in from above.
    expect(way[1]).toEqual([98, 2 * ROW_PITCH + NODE_HEIGHT + 26]);
    expect(way[2]?.[0]).toBeGreaterThan(196);
    expect(way[2]?.[0]).toBeLessThan(272);
    expect(way[4]).toEqual([370, -26]);
  });

  it('are written with rounded bends no longer than their lines', () => {
    const path = wirePath([
      [0, 0],
      [0, 20],
      [100, 20],
      [100, 40],
    ]);
    expect(path).toBe('M0,0 L0,0 Q0,20 20,20 L80,20 Q100,20 100,40 L100,40');
  });

  it('have their middle on the longest line', () => {
    expect(
      wireMiddle([
        [0, 0],
        [0, 20],
        [100, 20],
        [100, 40],
      ]),
    ).toEqual([50, 20]);
  });

  it('tell how far a point is', () => {
    const way: readonly Point[] = [
      [0, 0],
      [0, 100],
    ];
    expect(distanceToWay([5, 50], way)).toBe(5);
    expect(distanceToWay([3, 104], way)).toBe(5);
  });
});
