import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { NODE_HEIGHT, nodeBox, ROW_PITCH } from './geometry.ts';
import { avoidCrossings } from './wire-crossings.ts';
import { Obstacles, routeWire } from './wires.ts';

/** Where a wire leaves a layer whose left edge stands at `x` in row `row`. */
const below = (x: number, row: number): Point => [x + 98, row * ROW_PITCH + NODE_HEIGHT];
/** The left or the right of two ports of such a layer. */
const above = (x: number, row: number, port: 'left' | 'right'): Point => [
  x + (port === 'left' ? 65 : 131),
  row * ROW_PITCH,
];

describe('wires led round others', () => {
  // A sum in row 4 below a chain: the chain arrives at its left port, a bypass of three layers at its right one.
  const chain = [0, 1, 2, 3, 4].map(row => nodeBox([300, row * ROW_PITCH]));
  const last = { from: below(300, 3), to: above(300, 4, 'left') };
  const bypass = { from: below(300, 0), to: above(300, 4, 'right') };

  it('come from the side of their port', () => {
    // Something stands close on the right: by layers alone, the left side is cheaper.
    const beside = [1, 2, 3].map(row => nodeBox([540, row * ROW_PITCH]));
    const obstacles = new Obstacles([...chain, ...beside]);
    const ways = new Map(
      Object.entries({ last, bypass }).map(([id, { from, to }]) => [id, routeWire(from, to, obstacles)]),
    );
    expect(ways.get('bypass')?.[2]?.[0]).toBeLessThan(300);
    const led = avoidCrossings(ways, obstacles);
    expect(led.get('bypass')?.[2]?.[0]).toBeGreaterThan(300 + 196);
    expect(led.get('last')).toBe(ways.get('last'));
  });

  it('stay where they cross none', () => {
    const obstacles = new Obstacles(chain);
    const ways = new Map([['bypass', routeWire(bypass.from, bypass.to, obstacles)]]);
    expect(avoidCrossings(ways, obstacles).get('bypass')).toBe(ways.get('bypass'));
  });

  it('stay where no way is better', () => {
    // Both ends of the one lie on one side of the other: they cross wherever they are led.
    const obstacles = new Obstacles([]);
    const one: readonly Point[] = [
      [0, 0],
      [0, 500],
    ];
    const across = routeWire([-200, 100], [200, 400], obstacles);
    const led = avoidCrossings(
      new Map([
        ['one', one],
        ['across', across],
      ]),
      obstacles,
    );
    expect(led.get('one')).toBe(one);
    expect(led.get('across')?.at(-1)).toEqual([200, 400]);
  });
});
