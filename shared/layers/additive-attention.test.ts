import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './additive-attention.tfjs.ts';
import additiveAttention from './additive-attention.ts';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('AdditiveAttention', () => {
  it('has a scale for each feature (Keras: 64)', () => {
    const result = layerResult(additiveAttention, {}, [
      ['N', 10, 64],
      ['N', 20, 64],
    ]);
    expect(result.shapes).toEqual([['N', 10, 64]]);
    expect(result.weights).toMatchObject([
      { name: 'scale', shape: [64], initializer: { name: 'glorot_uniform' } },
    ]);
    expect(result.multiplyAdds).toBe(10 * 20 * 64);
  });

  it('scores by the sum of scale · tanh(query + key)', () => {
    // One feature, query 0, keys 1 and −1, scale 2: scores 2 · tanh(±1) = ±1.52319; e^1.52319 / (e^1.52319 + e^−1.52319) = 0.95461;
    // mean of the values 1 and −1: 0.95461 − 0.04539 = 0.90922.
    const query = { shape: [1, 1, 1], values: [0] };
    const value = { shape: [1, 2, 1], values: [1, -1] };
    const weights = { scale: { shape: [1], values: [2] } };
    const { outputs } = runForward(tf, additiveAttention, forward, {}, [query, value], { weights });
    expect(rounded(outputs[0])[0]).toBeCloseTo(Math.tanh(2 * Math.tanh(1)), 5);
    const even = runForward(tf, additiveAttention, forward, { use_scale: false }, [query, value]).outputs;
    expect(rounded(even[0])[0]).toBeCloseTo(Math.tanh(Math.tanh(1)), 5);
  });

  it('refuses unknown features while it has a scale', () => {
    const shapes = [
      ['N', 7, null],
      ['N', 5, 6],
    ];
    expect(layerResult(additiveAttention, {}, shapes).error?.code).toBe('shape.unknown');
    expect(layerResult(additiveAttention, { use_scale: false }, shapes).shapes).toEqual([['N', 7, 6]]);
  });
});
