import { describe, expect, it } from 'vitest';
import { edge } from '../../shared/document/operations.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import { boxAround, framesAfterMove, namesInFrame } from './frames.ts';
import { reachable } from './reachable.ts';
import { nearestNode } from './walk.ts';
import { wireWidth } from './wire-value.ts';

const positions = { a: [0, 0], b: [0, 124], c: [272, 124], d: [0, 248] } as const;

describe('walking by arrows', () => {
  it('takes the nearest in the direction, near the line', () => {
    expect(nearestNode(positions, 'a', [0, 1])).toBe('b');
    expect(nearestNode(positions, 'b', [1, 0])).toBe('c');
    expect(nearestNode(positions, 'a', [0, -1])).toBeNull();
  });
});

describe('what feeds what', () => {
  it('follows the wires up and down', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('x', 'c')];
    expect([...reachable(edges, new Set(['b']), 'up')].sort()).toEqual(['a', 'b']);
    expect([...reachable(edges, new Set(['b']), 'down')].sort()).toEqual(['b', 'c']);
  });
});

describe('the thickness of a wire', () => {
  it('grows with the logarithm of the elements, 1.5 to 3.5 px', () => {
    expect(wireWidth(null)).toBe(1.5);
    expect(wireWidth(10)).toBe(1.5);
    // (log10(10,000) - 2.5) / 3 = 0.5
    expect(wireWidth(10_000)).toBe(2.5);
    expect(wireWidth(1e9)).toBe(3.5);
  });
});

describe('frames', () => {
  it('go around layers with room for the title, and follow them', () => {
    // 196 + 2 × 20 wide; from 34 above to 20 below 2 rows: 124 + 70 + 54.
    expect(boxAround([positions.a, positions.b])).toEqual([-20, -34, 236, 248]);
    expect(namesInFrame([-20, -34, 236, 248], positions)).toEqual(['a', 'b']);
    const document = {
      ...emptyDocument('x'),
      positions,
      frames: [{ title: 'Stem', box: [-20, -34, 236, 248] as const }],
    };
    expect(framesAfterMove(document, { ...positions, a: [100, 0], b: [100, 124] })).toEqual([
      { kind: 'setFrames', frames: [{ title: 'Stem', box: [80, -34, 236, 248] }] },
    ]);
  });
});
