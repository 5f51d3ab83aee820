import { describe, expect, it } from 'vitest';
import constant from './constant.ts';
import { layerResult } from './layer-testing.ts';

describe('Constant', () => {
  it('is a weight without a value: 1 · 197 · 768 = 151,296 position embeddings', () => {
    const result = layerResult(constant, { value: null, shape: [1, 197, 768], trainable: true }, []);
    expect(result.shapes).toEqual([[1, 197, 768]]);
    expect([result.parameterCount, result.trainableCount]).toEqual([151_296, 151_296]);
  });

  it('holds as many numbers as its shape tells', () => {
    expect(layerResult(constant, { value: [1, 2, 3, 4], shape: [2, 2] }, []).shapes).toEqual([[2, 2]]);
    expect(layerResult(constant, { value: [1, 2, 3], shape: [2, 2] }, []).error?.code).toBe(
      'parameter.conflict',
    );
  });
});
