import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { forward } from './gaussian-dropout.tfjs.ts';
import gaussianDropout from './gaussian-dropout.ts';
import { layerResult } from './layer-testing.ts';

const INPUT = { shape: [100, 100], values: Array.from({ length: 10_000 }, () => 3) };

describe('GaussianDropout', () => {
  it('keeps the shape and explains √(0.2 / 0.8) = 0.5', () => {
    const result = layerResult(gaussianDropout, { rate: 0.2 }, [['N', 7, 10, 5]]);
    expect(result.shapes).toEqual([['N', 7, 10, 5]]);
    expect(result.parameterCount).toBe(0);
    expect(result.explanations[0]).toMatchObject({ formula: '√(0.2 / (1 − 0.2))', result: '0.5' });
  });

  it('refuses rate 1, which is infinite noise', () => {
    expect(layerResult(gaussianDropout, { rate: 1 }, [['N', 5]]).error?.code).toBe('parameter.value');
  });

  it('multiplies by noise of mean 1 and deviation 0.5 in training only (3 · 0.5 = 1.5, 10,000 draws)', () => {
    const raw = { rate: 0.2 };
    const [noisy] = runForward(tf, gaussianDropout, forward, raw, [INPUT], { training: true }).outputs;
    const values = noisy?.values ?? [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 3)).toBeLessThan(0.06);
    expect(Math.abs(Math.sqrt(variance) - 1.5)).toBeLessThan(0.06);
    expect(runForward(tf, gaussianDropout, forward, raw, [INPUT]).outputs[0]?.values).toEqual(INPUT.values);
  });
});
