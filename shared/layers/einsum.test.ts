import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './einsum.tfjs.ts';
import einsum from './einsum.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Einsum', () => {
  it('knows shapes and cost: 7 · 9 · 64 multiply-adds', () => {
    const result = layerResult(einsum, { equation: 'bqd,bkd->bqk' }, [
      ['N', 7, 64],
      ['N', 9, 64],
    ]);
    expect(result.shapes).toEqual([['N', 7, 9]]);
    expect(result.multiplyAdds).toBe(4032);
  });

  it('reads "...", and an equation without an arrow', () => {
    const pair = [
      ['N', 5, 7, 3],
      ['N', 5, 3, 4],
    ] as const;
    expect(layerResult(einsum, { equation: '...ij,...jk->...ik' }, pair).shapes).toEqual([['N', 5, 7, 4]]);
    expect(
      layerResult(einsum, { equation: 'ij,jk' }, [
        [2, 3],
        [3, 4],
      ]).shapes,
    ).toEqual([[2, 4]]);
  });

  it('refuses unlike extents, ranks, letters from nowhere and diagonals', () => {
    const code = (equation: string, ...inputs: number[][]) =>
      layerResult(einsum, { equation }, inputs).error?.code;
    expect(code('ij,jk->ik', [2, 3], [4, 5])).toBe('shape.mismatch');
    expect(code('ij,jk->ik', [2, 3, 1], [3, 5])).toBe('shape.rank');
    expect(code('ij->ik', [2, 3])).toBe('parameter.value');
    expect(code('ii->i', [2, 2])).toBe('parameter.value');
    expect(code('ij,jk->ik', [2, 3])).toBe('parameter.value');
  });

  it('computes a product of three', () => {
    const row = (...values: number[]) => ({ shape: [values.length], values });
    const { outputs } = runForward(tf, einsum, forward, { equation: 'i,i,j->j' }, [
      row(1, 2),
      row(3, 4),
      row(1, 10),
    ]);
    // 1 · 3 + 2 · 4 = 11
    expect(outputs[0]?.values).toEqual([11, 110]);
  });
});
