import { describe, expect, it } from 'vitest';
import { layerResult } from './layer-testing.ts';
import split from './split.ts';

describe('Split', () => {
  it('gives a part for each size, or equal parts with a smaller last one: 10 in 3 is 4, 4, 2', () => {
    expect(layerResult(split, { axis: 1, sizes: [7, 3] }, [['N', 10]]).shapes).toEqual([
      ['N', 7],
      ['N', 3],
    ]);
    const equal = layerResult(split, { axis: -1, count: 3 }, [['N', 10]]);
    expect(equal.shapes.map(shape => shape?.[1])).toEqual([4, 4, 2]);
    expect(layerResult(split, { axis: 1 }, [['N', null]]).shapes).toEqual([
      ['N', null],
      ['N', null],
    ]);
  });

  it('refuses sizes that do not add up', () => {
    expect(layerResult(split, { axis: 1, sizes: [7, 4] }, [['N', 10]]).error?.code).toBe('shape.mismatch');
  });
});
