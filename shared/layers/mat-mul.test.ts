import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './mat-mul.tfjs.ts';
import matMul from './mat-mul.ts';

describe('MatMul', () => {
  it('of attention scores: 12 · 197 · 197 · 64 multiply-adds per sample', () => {
    const result = layerResult(matMul, {}, [
      ['N', 12, 197, 64],
      ['N', 12, 64, 197],
    ]);
    expect(result.shapes).toEqual([['N', 12, 197, 197]]);
    expect(result.multiplyAdds).toBe(29_805_312);
    expect(result.explanations[0]).toMatchObject({ formula: '12 × 197 × 197 × 64', result: '29,805,312' });
  });

  it('lets vectors vanish and outer axes broadcast, as numpy.matmul', () => {
    expect(layerResult(matMul, {}, [[3], [3]]).shapes).toEqual([[]]);
    expect(layerResult(matMul, {}, [['N', 4, 3], [3]]).shapes).toEqual([['N', 4]]);
    expect(layerResult(matMul, {}, [[3], [5, 3, 2]]).shapes).toEqual([[5, 2]]);
    expect(
      layerResult(matMul, {}, [
        ['N', 1, 4, 3],
        [6, 3, 2],
      ]).shapes,
    ).toEqual([['N', 6, 4, 2]]);
    expect(
      layerResult(matMul, {}, [
        ['N', 4, 3],
        [4, 2],
      ]).error?.code,
    ).toBe('shape.mismatch');
    expect(layerResult(matMul, {}, [['N', 3]]).error?.code).toBe('input.missing');
  });

  it('has a weight with one wire', () => {
    expect(layerResult(matMul, { kernel_shape: [3, 5] }, [['N', 3]]).trainableCount).toBe(15);
  });

  it('computes [1 2] · [[1 2] [3 4]] = [7 10] for a vector on the left', () => {
    const { outputs } = runForward(tf, matMul, forward, {}, [
      { shape: [2], values: [1, 2] },
      { shape: [2, 2], values: [1, 2, 3, 4] },
    ]);
    expect(outputs[0]).toEqual({ shape: [2], values: [7, 10] });
  });
});
