import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { forward } from './gru.tfjs.ts';
import gru from './gru.ts';
import { layerResult } from './layer-testing.ts';

describe('GRU', () => {
  it('counts (28 + 64 + 2) × 64 × 3 = 18,048 with reset_after, 17,856 without (Keras: the same)', () => {
    const result = layerResult(gru, { units: 64 }, [['N', 28, 28]]);
    expect(result.shapes).toEqual([['N', 64]]);
    expect(result.parameterCount).toBe(18_048);
    expect(result.weights[2]?.shape).toEqual([2, 192]);
    expect(result.multiplyAdds).toBe(28 * (28 + 64) * 3 * 64);
    expect(result.explanations[0]).toMatchObject({ formula: '(28 + 64 + 2) × 64 × 3', result: '18,048' });
    const before = layerResult(gru, { units: 64, reset_after: false }, [['N', 28, 28]]);
    expect(before.parameterCount).toBe(17_856);
    expect(before.weights[2]?.shape).toEqual([192]);
    expect(layerResult(gru, { units: 64, use_bias: false }, [['N', 28, 28]]).parameterCount).toBe(17_664);
  });

  it('refuses an image', () => {
    expect(layerResult(gru, {}, [['N', 7, 10, 3]]).error).toMatchObject({
      code: 'shape.rank',
      message: expect.stringContaining('needs (batch, time, features)'),
    });
  });

  const kernels = {
    kernel: { shape: [1, 3], values: [0.5, 2, 3] },
    recurrent_kernel: { shape: [1, 3], values: [1, 1, 2] },
  };
  const steps = (raw: Record<string, boolean>, shape: readonly number[], values: readonly number[]) =>
    runForward(
      tf,
      gru,
      forward,
      { units: 1, activation: 'linear', recurrent_activation: 'linear', return_sequences: true, ...raw },
      [{ shape: [1, 2, 1], values: [1, 2] }],
      { weights: { ...kernels, bias: { shape, values } } },
    ).outputs[0]?.values;

  it('resets after the product, with a bias of the recurrence', () => {
    // All functions linear, x = 1, 2; bias of the recurrence 0, 0, 1.
    // Step 1: z = 0.5, r = 2; candidate = 3 + 2 · 1 = 5; h = 0.5 · 5 = 2.5.
    // Step 2: z = 3.5, r = 6.5; candidate = 6 + 6.5 · (2 · 2.5 + 1) = 45; h = 3.5 · 2.5 − 2.5 · 45 = −103.75.
    expect(steps({}, [2, 3], [0, 0, 0, 0, 0, 1])).toEqual([2.5, -103.75]);
  });

  it('resets before the product', () => {
    // Step 1: z = 0.5, r = 2; candidate = 3 + 1 = 4; h = 0.5 · 4 = 2.
    // Step 2: z = 3, r = 6; candidate = 6 + 1 + 2 · (6 · 2) = 31; h = 3 · 2 − 2 · 31 = −56.
    expect(steps({ reset_after: false }, [3], [0, 0, 1])).toEqual([2, -56]);
  });

  it('drops the same parts of the state whether it resets before or after', () => {
    // A draw of 0.6 keeps all at a rate of 0.5 and doubles it: x = 2, 4, and h counts twice in the products.
    const half = (shape: readonly number[]) => tf.fill([...shape], 0.6);
    const kept = (resetAfter: boolean) =>
      runForward(
        tf,
        gru,
        forward,
        {
          units: 1,
          activation: 'linear',
          recurrent_activation: 'linear',
          use_bias: false,
          reset_after: resetAfter,
          dropout: 0.5,
          recurrent_dropout: 0.5,
          return_sequences: true,
        },
        [{ shape: [1, 2, 1], values: [0.5, 1] }],
        { weights: kernels, training: true, random: { uniform: half, normal: half } },
      ).outputs[0]?.values;
    // x = 1, 2 after dropout. Step 1: z = 0.5; candidate = 3; h = 1.5.
    // Step 2, h seen as 3: z = 4, r = 7; candidate = 6 + 7 · 2 · 3 = 48; h = 4 · 1.5 − 3 · 48 = −138.
    expect(kept(true)).toEqual([1.5, -138]);
    expect(kept(false)).toEqual([1.5, -138]);
  });
});
