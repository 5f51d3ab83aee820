import { describe, expect, it } from 'vitest';
import { ROW_PITCH } from './geometry.ts';
import { makeRoom, placeOnWire } from './make-room.ts';

describe('making room', () => {
  it('moves what stands below down, row by row, and leaves other columns alone', () => {
    const positions = {
      a: [0, 0],
      b: [0, 124],
      c: [0, 248],
      aside: [272, 124],
      added: [0, 124],
    } as const;
    expect(makeRoom(positions, 'added', ['a'])).toEqual({ b: [0, 248], c: [0, 372] });
  });

  it('moves nothing where there is room', () => {
    expect(makeRoom({ a: [0, 0], b: [0, 248], added: [0, 124] }, 'added')).toEqual({});
  });

  it('places on a wire that runs down right below its source, elsewhere where dropped', () => {
    const wire = { from: 'a', to: 'b' };
    expect(placeOnWire({ a: [40, 0], b: [40, 124] }, 'new', wire, [55, 70])).toEqual([40, ROW_PITCH]);
    expect(placeOnWire({ a: [0, 372], b: [600, 0], new: [9, 9] }, 'new', wire, [300, 100])).toEqual([
      300, 100,
    ]);
  });

  it('places what is dropped between two columns below the end of the first, not onto either', () => {
    const positions = { a: [0, 0], b: [0, 124], c: [272, 0], d: [272, 124] } as const;
    expect(placeOnWire(positions, 'new', { from: 'b', to: 'c' }, [130, 60])).toEqual([0, 248]);
  });

  it('moves nothing onto a node that stays', () => {
    const positions = { first: [0, 0], source: [0, 124], added: [100, 20] } as const;
    expect(makeRoom(positions, 'added', ['source'])).toEqual({ first: [0, 248] });
  });
});
