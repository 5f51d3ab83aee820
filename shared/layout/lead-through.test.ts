import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { type Box, nodeBox } from './geometry.ts';
import { placeOnWay, routeThrough } from './lead-through.ts';
import { type WireEnds, WireRouter } from './wire-router.ts';
import { Obstacles, wirePath } from './wires.ts';

const OPEN = new Obstacles([]);
const from: Point = [98, 70];
const to: Point = [98, 400];

/** Whether each line of a way is upright or level. */
const isSquare = (way: readonly Point[]) =>
  way.every(([x, y], i) => {
    const before = way[i - 1];
    return !before || before[0] === x || before[1] === y;
  });

describe('a wire that is led through points', () => {
  it('passes each of them in order, upright or level, and leaves its ports downward', () => {
    const cases: readonly (readonly Point[])[] = [
      [[98, 200]],
      [[300, 200]],
      [
        [300, 150],
        [300, 320],
      ],
      [[300, 20]],
      [[-80, 500]],
      [
        [200, 90],
        [40, 95],
        [200, 300],
      ],
      [
        [10, 300],
        [20, -100],
      ],
    ];
    for (const via of cases) {
      const way = routeThrough(from, via, to, OPEN);
      expect(isSquare(way), JSON.stringify(way)).toBe(true);
      expect(way[0]).toEqual(from);
      expect(way[way.length - 1]).toEqual(to);
      let at = 0;
      for (const point of via) {
        at = way.findIndex((corner, i) => i >= at && corner[0] === point[0] && corner[1] === point[1]);
        expect(at, `${JSON.stringify(point)} of ${JSON.stringify(way)}`).toBeGreaterThan(0);
      }
      const [second, last] = [way[1], way[way.length - 2]];
      expect(second?.[0]).toBe(from[0]);
      expect(second?.[1]).toBeGreaterThan(from[1]);
      expect(last?.[0]).toBe(to[0]);
      expect(last?.[1]).toBeLessThan(to[1]);
    }
  });

  it('goes straight on at a point: no bend is drawn there', () => {
    expect(routeThrough(from, [[98, 200]], to, OPEN)).toEqual([from, [98, 200], to]);
    // Down to the middle, across, down through the point, and back: the point lies within an upright line.
    const way = routeThrough(from, [[300, 235]], to, OPEN);
    const at = way.findIndex(([x, y]) => x === 300 && y === 235);
    expect(way[at - 1]?.[0]).toBe(300);
    expect(way[at + 1]?.[0]).toBe(300);
    expect(wirePath(way)).toContain('300,235');
  });

  it('turns narrowly at a point from which it has to go back', () => {
    // From (98, 70) up to a point beside, and back to (98, 400): in on the near side, out on the far one.
    const path = wirePath(routeThrough(from, [[300, 20]], to, OPEN));
    expect(path).toContain('Q284,20 292,20');
    expect(path).toContain('Q316,20 316,28');
    // From below it would cross its own way so; then in on the far side.
    const below = routeThrough(from, [[360, 380]], [155, 200], OPEN);
    expect(below.findIndex(([x]) => x === 376)).toBeLessThan(below.findIndex(([x]) => x === 344));
    // Between close layers the way out and the way in have a third of the room each: at 90 and at 110.
    const close = routeThrough(from, [[300, 20]], [98, 130], OPEN);
    expect(close.filter(([x]) => x === 98).map(([, y]) => y)).toEqual([70, 90, 110, 130]);
    expect(close).toContainEqual([284, 90]);
    expect(close).toContainEqual([316, 110]);
  });

  it('is led around layers between two points', () => {
    const layer: Box = nodeBox([202, 150]);
    const way = routeThrough([300, 0], [[300, 400]], [300, 600], new Obstacles([layer]));
    const crosses = way.some(([x, y], i) => {
      const [bx, by] = way[i - 1] ?? [x, y];
      const [left, right] = [Math.min(x, bx), Math.max(x, bx)];
      const [top, bottom] = [Math.min(y, by), Math.max(y, by)];
      return (
        left < layer.x + layer.width && right > layer.x && top < layer.y + layer.height && bottom > layer.y
      );
    });
    expect(crosses).toBe(false);
  });
});

describe('the router', () => {
  const boxes = new Map([
    ['a', nodeBox([0, 0])],
    ['b', nodeBox([240, 0])],
    ['c', nodeBox([0, 330])],
    ['d', nodeBox([240, 330])],
  ]);
  const wires = new Map<string, WireEnds>([
    ['a>d', { from: [98, 70], to: [338, 330] }],
    ['b>c', { from: [338, 70], to: [98, 330] }],
  ]);

  it('leads the other wires as without the one through points', () => {
    const plain = new WireRouter().route(boxes, wires);
    const via: Point = [500, 200];
    const ways = new WireRouter().route(
      boxes,
      new Map(wires).set('through', { from: [98, 70], to: [98, 330], via: [via] }),
    );
    for (const [id, way] of plain) expect(ways.get(id)).toEqual(way);
    expect(ways.get('through')).toContainEqual(via);
  });

  it('leads a wire anew when a point of it moves, and no other', () => {
    const router = new WireRouter();
    const ends: WireEnds = { from: [98, 70], to: [98, 330] };
    const through = (x: number) => new Map(wires).set('t', { ...ends, via: [[x, 200]] });
    const before = router.route(boxes, through(500));
    expect(router.route(boxes, through(500)).get('t')).toBe(before.get('t'));
    const after = router.route(boxes, through(520));
    expect(after.get('t')).toContainEqual([520, 200]);
    expect(after.get('a>d')).toBe(before.get('a>d'));
    expect(router.route(boxes, new Map(wires).set('t', ends)).get('t')).toEqual([ends.from, ends.to]);
  });
});

describe('a place on a wire', () => {
  const via: readonly Point[] = [
    [300, 150],
    [300, 320],
  ];
  const way = routeThrough(from, via, to, OPEN);

  it('is on the way, with the points before it counted', () => {
    expect(placeOnWay([104, 80], way, via)).toEqual({ point: [98, 80], index: 0 });
    expect(placeOnWay([310, 240], way, via)).toEqual({ point: [300, 240], index: 1 });
    expect(placeOnWay([90, 395], way, via)).toEqual({ point: [98, 395], index: 2 });
  });

  it('of a wire without points is before all of none', () => {
    expect(placeOnWay([0, 200], [from, to])).toEqual({ point: [98, 200], index: 0 });
  });
});
