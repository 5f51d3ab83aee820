import { describe, expect, it } from 'vitest';
import type { Point } from '../document/schema.ts';
import { type Box, NODE_HEIGHT, NODE_WIDTH, nodeBox } from './geometry.ts';
import { avoidCrossings } from './wire-crossings.ts';
import { type WireEnds, WireRouter } from './wire-router.ts';
import { separateWires } from './wire-separation.ts';
import { Obstacles, routeWire } from './wires.ts';

/** A repeatable sequence of numbers from 0 to 1 (the minimal standard generator of Park and Miller, 1988). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function endsOf(boxes: ReadonlyMap<string, Box>, pairs: readonly (readonly [string, string])[]) {
  const wires = new Map<string, WireEnds>();
  for (const [a, b] of pairs) {
    const [from, to] = [boxes.get(a), boxes.get(b)];
    if (!from || !to) continue;
    const start: Point = [from.x + NODE_WIDTH / 2, from.y + NODE_HEIGHT];
    wires.set(`${a}>${b}`, { from: start, to: [to.x + NODE_WIDTH / 2, to.y] });
  }
  return wires;
}

function allAnew(boxes: ReadonlyMap<string, Box>, wires: ReadonlyMap<string, WireEnds>) {
  const obstacles = new Obstacles([...boxes.values()]);
  const ways = new Map([...wires].map(([id, { from, to }]) => [id, routeWire(from, to, obstacles)]));
  return separateWires(avoidCrossings(ways, obstacles), obstacles);
}

describe('leading wires anew', () => {
  it('gives the same ways as leading all, through 300 random moves, additions and removals', () => {
    const random = sequence(7);
    const place = () => nodeBox([Math.round(random() * 300) * 4, Math.round(random() * 500) * 4]);
    let boxes = new Map<string, Box>();
    for (let i = 0; i < 40; i++) boxes.set(`n${i}`, place());
    const pairs = Array.from(
      { length: 60 },
      () => [`n${Math.floor(random() * 42)}`, `n${Math.floor(random() * 42)}`] as const,
    );
    const router = new WireRouter();
    for (let step = 0; step < 300; step++) {
      boxes = new Map(boxes);
      const name = `n${Math.floor(random() * 42)}`;
      if (random() < 0.2) boxes.delete(name);
      else boxes.set(name, place());
      const wires = endsOf(boxes, pairs);
      const endsOnly = random() < 0.3;
      const ways = router.route(boxes, wires, endsOnly);
      if (!endsOnly) expect(ways).toEqual(allAnew(boxes, wires));
    }
  });

  it('keeps a way whose ends stay while layers are dragged, and mends it afterwards', () => {
    const before = new Map([
      ['a', nodeBox([0, 0])],
      ['b', nodeBox([0, 372])],
      ['c', nodeBox([600, 160])],
    ]);
    const wires = endsOf(before, [['a', 'b']]);
    const router = new WireRouter();
    const straight = router.route(before, wires).get('a>b');
    expect(straight).toEqual([
      [98, 70],
      [98, 372],
    ]);
    const after = new Map(before).set('c', nodeBox([0, 160]));
    expect(router.route(after, wires, true).get('a>b')).toBe(straight);
    expect(router.route(after, wires).get('a>b')).not.toEqual(straight);
  });

  it('gives the same array for a way that did not change', () => {
    const boxes = new Map([
      ['a', nodeBox([0, 0])],
      ['b', nodeBox([0, 124])],
    ]);
    const router = new WireRouter();
    const first = router.route(boxes, endsOf(boxes, [['a', 'b']])).get('a>b');
    const further = new Map(boxes).set('c', nodeBox([600, 0]));
    expect(router.route(further, endsOf(further, [['a', 'b']])).get('a>b')).toBe(first);
  });
});
