import { describe, expect, it } from 'vitest';
import { composePermutations, inversePermutation, isIdentity, permuteData } from './permute.ts';

describe('permutations', () => {
  it('transposes as NumPy does', () => {
    // numpy.arange(6).reshape(2, 3).T.ravel()
    expect([...permuteData(Float32Array.from([0, 1, 2, 3, 4, 5]), [2, 3], [1, 0])]).toEqual([
      0, 3, 1, 4, 2, 5,
    ]);
    // numpy.arange(12).reshape(2, 3, 2).transpose(2, 0, 1).ravel()
    const values = Int32Array.from({ length: 12 }, (_, i) => i);
    expect([...permuteData(values, [2, 3, 2], [2, 0, 1])]).toEqual([0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
  });

  it('moves axes that stay neighbours together, as kernels go channels first', () => {
    // numpy.arange(24).reshape(2, 3, 2, 2).transpose(3, 2, 0, 1).ravel(): column o, then i, then rows and columns of the window.
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    expect([...permuteData(values, [2, 3, 2, 2], [3, 2, 0, 1])]).toEqual([
      0, 4, 8, 12, 16, 20, 2, 6, 10, 14, 18, 22, 1, 5, 9, 13, 17, 21, 3, 7, 11, 15, 19, 23,
    ]);
  });

  it('gives the array back where only axes of extent 1 move', () => {
    const values = Float32Array.from([1, 2, 3]);
    expect(permuteData(values, [1, 3, 1], [2, 0, 1])).toBe(values);
  });

  it('composes and inverts', () => {
    const there = [0, 3, 1, 2];
    expect(inversePermutation(there)).toEqual([0, 2, 3, 1]);
    expect(isIdentity(composePermutations(there, inversePermutation(there)))).toBe(true);
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    const twice = permuteData(permuteData(values, [2, 3, 4], [2, 0, 1]), [4, 2, 3], [1, 0, 2]);
    expect(twice).toEqual(permuteData(values, [2, 3, 4], composePermutations([2, 0, 1], [1, 0, 2])));
  });
});
