import { describe, expect, it } from 'vitest';
import { axisName, broadcastShape, frontAxes, moveAxis } from './normalization.ts';

describe('axes of normalizations', () => {
  it('counts from the front, sorts, and drops repetitions', () => {
    expect(frontAxes([-1, 1, 3], 4)).toEqual([1, 3]);
  });

  it('spreads weights over the axes they belong to', () => {
    expect(broadcastShape(4, [1, 3], [7, 5])).toEqual([1, 7, 1, 5]);
  });

  it('moves an axis there and back', () => {
    const { there, back } = moveAxis(5, 3, 1);
    expect(there).toEqual([0, 3, 1, 2, 4]);
    expect(back.map(axis => there[axis])).toEqual([0, 1, 2, 3, 4]);
    expect(moveAxis(4, 1, 3).there).toEqual([0, 2, 3, 1]);
  });

  it('names axes in either data format', () => {
    const names = (rank: number, format: 'channels_last' | 'channels_first') =>
      Array.from({ length: rank - 1 }, (_, axis) => axisName(axis + 1, rank, format));
    expect(names(3, 'channels_last')).toEqual(['length', 'channels']);
    expect(names(4, 'channels_last')).toEqual(['height', 'width', 'channels']);
    expect(names(5, 'channels_first')).toEqual(['channels', 'depth', 'height', 'width']);
  });
});
