import { describe, expect, it } from 'vitest';
import { layerResult } from './layer-testing.ts';
import squeeze from './squeeze.ts';
import unsqueeze from './unsqueeze.ts';

describe('Unsqueeze and Squeeze', () => {
  it('put axes of 1 in at their places in the result, and take them out', () => {
    expect(layerResult(unsqueeze, { axes: [1, -1] }, [['N', null]]).shapes).toEqual([['N', 1, null, 1]]);
    expect(layerResult(unsqueeze, { axes: [0] }, [[]]).shapes).toEqual([[1]]);
    expect(layerResult(squeeze, { axes: [1, -1] }, [['N', 1, 7, 1]]).shapes).toEqual([['N', 7]]);
    expect(layerResult(squeeze, {}, [['N', 1, 7, 1]]).shapes).toEqual([['N', 7]]);
    expect(layerResult(squeeze, {}, [['N', null, 1]]).shapes).toEqual([null]);
  });

  it('refuse places outside, twice, and extents other than 1', () => {
    expect(layerResult(unsqueeze, { axes: [3] }, [['N', 7]]).error?.code).toBe('shape.axis');
    expect(layerResult(unsqueeze, { axes: [1, 1] }, [['N', 7]]).error?.code).toBe('shape.axis');
    expect(layerResult(squeeze, { axes: [1] }, [['N', 7]]).error?.code).toBe('shape.axis');
  });
});
