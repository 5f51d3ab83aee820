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
    expect(placeOnWire([40, 0], [40, 124], [55, 70])).toEqual([40, ROW_PITCH]);
    expect(placeOnWire([0, 372], [272, 0], [100, 100])).toEqual([100, 100]);
  });
});
