import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './alpha-dropout.tfjs.ts';
import alphaDropout from './alpha-dropout.ts';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('AlphaDropout', () => {
  it('explains factor and shift (rate 0.1: 1 / √(0.9 · (1 + 0.1 · 3.0909)) = 0.9213; · 1.7581 · 0.1 = 0.162)', () => {
    const result = layerResult(alphaDropout, { rate: 0.1 }, [['N', 7, 5]]);
    expect(result.shapes).toEqual([['N', 7, 5]]);
    expect(result.explanations.map(entry => entry.result)).toEqual(['0.9213', '0.162']);
  });

  it('drops to −1.7581 and restores mean and variance', () => {
    // The draws 0.05 and 0.5 at rate 0.1: the first is dropped. 0.92128 · −1.75810 + 0.16197 = −1.45774; 0.92128 · 2 + 0.16197 = 2.00454.
    const uniform = () => tf.tensor([0.05, 0.5], [1, 2]);
    const { outputs } = runForward(
      tf,
      alphaDropout,
      forward,
      { rate: 0.1 },
      [{ shape: [1, 2], values: [2, 2] }],
      {
        training: true,
        random: { uniform, normal: uniform },
      },
    );
    const [dropped = 0, kept = 0] = rounded(outputs[0]);
    expect(dropped).toBeCloseTo(-1.45774, 4);
    expect(kept).toBeCloseTo(2.00454, 4);
  });

  it('keeps mean 0 and variance 1 of normal numbers (20,000 draws), and all at inference', () => {
    const input = {
      shape: [200, 100],
      values: [...tf.randomNormal([20_000], 0, 1, 'float32', 3).dataSync()],
    };
    const [output] = runForward(tf, alphaDropout, forward, { rate: 0.3 }, [input], {
      training: true,
    }).outputs;
    const values = output?.values ?? [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.abs(variance - 1)).toBeLessThan(0.06);
    expect(runForward(tf, alphaDropout, forward, { rate: 0.3 }, [input]).outputs[0]).toEqual(input);
  });

  it('shares numbers along the axes of extent 1 of the noise shape', () => {
    const shapes: (readonly number[])[] = [];
    const uniform = (shape: readonly number[]) => {
      shapes.push(shape);
      return tf.zeros([...shape]);
    };
    runForward(
      tf,
      alphaDropout,
      forward,
      { noise_shape: [null, 1, null] },
      [{ shape: [2, 3, 2], values: Array.from({ length: 12 }, () => 1) }],
      { training: true, random: { uniform, normal: uniform } },
    );
    expect(shapes).toEqual([[2, 1, 2]]);
    const { error } = layerResult(alphaDropout, { noise_shape: [null, 1] }, [['N', 3, 2]]);
    expect(error?.code).toBe('shape.rank');
  });
});
