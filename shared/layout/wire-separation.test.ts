import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { countCrossings } from './crossings.ts';
import { nodeBox } from './geometry.ts';
import { separateWires } from './wire-separation.ts';
import { Obstacles } from './wires.ts';

const NOTHING = new Obstacles([]);

/** Two wires that come down at x = -500 and x = -250 and share the line y = 100 on their way to ports at x = 40 and x = 80. */
const GATHERING = new Map<string, readonly Point[]>([
  [
    'outer',
    [
      [-500, 0],
      [-500, 100],
      [40, 100],
      [40, 126],
    ],
  ],
  [
    'inner',
    [
      [-250, 0],
      [-250, 100],
      [80, 100],
      [80, 126],
    ],
  ],
]);

describe('wires on one line', () => {
  it('lie side by side, in the order in which they do not cross', () => {
    const ways = separateWires(GATHERING, NOTHING);
    // The outer one passes below the inner one: above, it would cross both of its vertical parts.
    expect(ways.get('outer')?.map(([, y]) => y)).toEqual([0, 104, 104, 126]);
    expect(ways.get('inner')?.map(([, y]) => y)).toEqual([0, 96, 96, 126]);
    expect(countCrossings([...ways].map(([from, way]) => ({ from, to: 'concat', way })))).toBe(0);
  });

  it('stay together where they come from one layer', () => {
    const way: readonly Point[] = [
      [0, 0],
      [0, 26],
      [120, 26],
      [120, 300],
      [0, 300],
      [0, 326],
    ];
    const other: readonly Point[] = way.map(
      ([x, y], i): Point => [x, i > 3 ? y + 124 : i === 3 ? y + 124 : y],
    );
    const ways = separateWires(
      new Map([
        ['a', way],
        ['b', other],
      ]),
      NOTHING,
    );
    expect(ways.get('a')).toBe(way);
    expect(ways.get('b')).toBe(other);
  });

  it('keep clear of layers', () => {
    const down = (x: number, top: number): readonly Point[] => [
      [x, top],
      [x, top + 26],
      [218, top + 26],
      [218, 500],
      [x, 500],
      [x, 526],
    ];
    const ways = new Map(Array.from({ length: 6 }, (_, i) => [String(i), down(98 - 10 * i, 10 * i)]));
    const layer = nodeBox([0, 200]);
    for (const way of separateWires(ways, new Obstacles([layer])).values())
      expect(way[2]?.[0]).toBeGreaterThan(layer.x + layer.width + 5);
  });
});

describe('counting crossings', () => {
  const level: readonly Point[] = [
    [0, 50],
    [100, 50],
  ];
  const upright: readonly Point[] = [
    [50, 0],
    [50, 100],
  ];

  it('counts a horizontal line through a vertical one once', () => {
    expect(
      countCrossings([
        { from: 'a', to: 'b', way: level },
        { from: 'c', to: 'd', way: upright },
      ]),
    ).toBe(1);
  });

  it('does not count wires of one layer, nor one line twice', () => {
    expect(
      countCrossings([
        { from: 'a', to: 'b', way: level },
        { from: 'a', to: 'd', way: upright },
      ]),
    ).toBe(0);
    expect(
      countCrossings([
        { from: 'a', to: 'b', way: level },
        { from: 'c', to: 'd', way: upright },
        { from: 'c', to: 'e', way: upright },
      ]),
    ).toBe(1);
  });
});
