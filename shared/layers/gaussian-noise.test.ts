import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { forward } from './gaussian-noise.tfjs.ts';
import gaussianNoise from './gaussian-noise.ts';
import { layerResult } from './layer-testing.ts';

const INPUT = { shape: [100, 100], values: Array.from({ length: 10_000 }, () => 3) };

describe('GaussianNoise', () => {
  it('keeps the shape and has no weights', () => {
    const result = layerResult(gaussianNoise, { stddev: 0.2 }, [['N', 7, 10, 5]]);
    expect(result.shapes).toEqual([['N', 7, 10, 5]]);
    expect(result.keyLine).toBe('stddev 0.2');
    expect(() => layerResult(gaussianNoise, { stddev: -1 }, [['N', 5]])).toThrow('at least 0');
  });

  it('adds noise of the given deviation in training only (10,000 draws: mean within 0.01, deviation within 0.01)', () => {
    const raw = { stddev: 0.2 };
    const [noisy] = runForward(tf, gaussianNoise, forward, raw, [INPUT], { training: true }).outputs;
    const values = noisy?.values ?? [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 3)).toBeLessThan(0.01);
    expect(Math.abs(Math.sqrt(variance) - 0.2)).toBeLessThan(0.01);
    expect(runForward(tf, gaussianNoise, forward, raw, [INPUT]).outputs[0]?.values).toEqual(INPUT.values);
  });
});
