import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './spectral-normalization.tfjs.ts';
import spectralNormalization from './spectral-normalization.ts';

const dense = (units: number) => ({ layer: { type: 'Dense', parameters: { units, use_bias: false } } });

describe('SpectralNormalization', () => {
  it("has the inner layer's weights and a vector that does not learn (Keras: Conv2D(2, 2) on 10 × 10 × 1: 10 and 2)", () => {
    const raw = { layer: { type: 'Conv2D', parameters: { filters: 2, kernel_size: 2 } } };
    const result = layerResult(spectralNormalization, raw, [['N', 10, 10, 1]]);
    expect(result.shapes).toEqual([['N', 9, 9, 2]]);
    expect(result.weights.map(({ name, shape, trainable }) => [name, shape, trainable])).toEqual([
      ['layer/kernel', [2, 2, 1, 2], true],
      ['vector_u', [1, 2], false],
      ['layer/bias', [2], true],
    ]);
    expect(result.multiplyAdds).toBe(9 * 9 * 2 * 4);
    expect(result.keyLine).toBe('Conv2D · 2 · 2×2');
  });

  const input = { shape: [1, 2], values: [1, 1] };
  const raw = { ...dense(2), power_iterations: 20 };

  it('divides the kernel by its largest singular value while training: diag(3, 4) by 4', () => {
    const weights = {
      'layer/kernel': { shape: [2, 2], values: [3, 0, 0, 4] },
      vector_u: { shape: [1, 2], values: [0.6, 0.8] },
    };
    const { outputs, updates } = runForward(tf, spectralNormalization, forward, raw, [input], {
      weights,
      training: true,
    });
    expect(rounded(outputs[0])).toEqual([0.75, 1]);
    expect(rounded(updates.get('layer/kernel'))).toEqual([0.75, 0, 0, 1]);
    expect(updates.get('vector_u')?.values[1]).toBeCloseTo(1, 4);
    expect(
      runForward(tf, spectralNormalization, forward, raw, [input], { weights }).outputs[0]?.values,
    ).toEqual([3, 4]);
  });

  it('leaves a kernel of zeros and its vector as they are', () => {
    const weights = {
      'layer/kernel': { shape: [2, 2], values: [0, 0, 0, 0] },
      vector_u: { shape: [1, 2], values: [0.6, 0.8] },
    };
    const { updates } = runForward(tf, spectralNormalization, forward, raw, [input], {
      weights,
      training: true,
    });
    expect(rounded(updates.get('layer/kernel'))).toEqual([0, 0, 0, 0]);
    expect(rounded(updates.get('vector_u'))).toEqual([0.6, 0.8]);
  });

  it('refuses layers without a kernel, and says what is wrong inside', () => {
    const separable = { layer: { type: 'SeparableConv2D', parameters: { filters: 2, kernel_size: 3 } } };
    expect(layerResult(spectralNormalization, separable, [['N', 7, 10, 3]]).error?.code).toBe(
      'parameter.value',
    );
    const { error } = layerResult(spectralNormalization, dense(2), [['N', 7, null]]);
    expect(error?.message).toMatch(/^holds a Dense that needs a known last axis/);
    expect(() => layerResult(spectralNormalization, { layer: 'Flatten' }, [['N', 7]])).toThrow(
      'must be a layer that fits',
    );
  });
});
