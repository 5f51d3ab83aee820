import { describe, expect, it } from 'vitest';
import { layerResult } from './layer-testing.ts';
import reshapeTensor from './reshape-tensor.ts';

const shapes = (shape: number[], input: readonly (number | string | null)[]) =>
  layerResult(reshapeTensor, { shape }, [input]);

describe('ReshapeTensor', () => {
  it('keeps extents by 0 and infers one by −1: 7 · 10 · 3 = 210', () => {
    expect(shapes([0, -1], ['N', 7, 10, 3]).shapes).toEqual([['N', 210]]);
    expect(shapes([-1, 21], ['N', 7, 3]).shapes).toEqual([['N', 21]]);
    expect(shapes([-1, 7], ['N', 7, 3]).shapes).toEqual([[null, 7]]);
    expect(shapes([6, -1], [2, 3, 5]).shapes).toEqual([[6, 5]]);
  });

  it('refuses what cannot hold the elements', () => {
    expect(shapes([4, -1], [2, 3, 5]).error?.code).toBe('shape.reshape');
    expect(shapes([2, 3], [2, 3, 5]).error?.code).toBe('shape.reshape');
    expect(shapes([-1, -1], [2, 3]).error?.code).toBe('parameter.value');
    expect(shapes([2, 3, 0], [2, 3]).error?.code).toBe('shape.reshape');
  });

  it('takes the extents from a wire, symbols too', () => {
    const wire = { dtype: 'int64', shape: [3], symbolic: ['N', 5, -1] } as const;
    expect(layerResult(reshapeTensor, {}, [['N', 15, 4], wire]).shapes).toEqual([['N', 5, 12]]);
    const open = { dtype: 'int64', shape: [2] } as const;
    expect(layerResult(reshapeTensor, {}, [['N', 4], open]).shapes).toEqual([[null, null]]);
  });
});
