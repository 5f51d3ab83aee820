import { describe, expect, it } from 'vitest';
import { takeSlices } from './take-slices.ts';

describe('takeSlices', () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => i + 1);

  it('reorders along an axis as NumPy does', () => {
    // numpy.arange(1, 13).reshape(2, 3, 2).take([2, 0], 1).ravel()
    expect([...takeSlices(values, [2, 3, 2], { axis: 1, indices: [2, 0] })]).toEqual([
      5, 6, 1, 2, 11, 12, 7, 8,
    ]);
  });

  it('puts zeros where there is no slice', () => {
    expect([...takeSlices(values, [4, 3], { axis: 0, indices: [3, null, 0] })]).toEqual([
      10, 11, 12, 0, 0, 0, 1, 2, 3,
    ]);
  });
});
