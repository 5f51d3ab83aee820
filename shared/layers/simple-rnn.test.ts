import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './simple-rnn.tfjs.ts';
import simpleRnn from './simple-rnn.ts';

describe('SimpleRNN', () => {
  it('counts (28 + 64 + 1) × 64 = 5,952 (Keras: 5,952)', () => {
    const result = layerResult(simpleRnn, { units: 64, activation: 'relu' }, [['N', 28, 28]]);
    expect(result.shapes).toEqual([['N', 64]]);
    expect(result.parameterCount).toBe(5952);
    expect(result.multiplyAdds).toBe(28 * (28 + 64) * 64);
    expect(result.explanations[0]).toMatchObject({
      title: 'Parameters: (inputs + units + bias) × units',
      formula: '(28 + 64 + 1) × 64',
      result: '5,952',
    });
    expect(result.keyLine).toBe('64 · relu');
  });

  it('refuses a row', () => {
    expect(layerResult(simpleRnn, {}, [['N', 7]]).error?.code).toBe('shape.rank');
  });

  const run = (raw: Record<string, boolean>) =>
    runForward(
      tf,
      simpleRnn,
      forward,
      { units: 1, activation: 'linear', ...raw },
      [{ shape: [1, 2, 1], values: [1, 2] }],
      {
        weights: {
          kernel: { shape: [1, 1], values: [2] },
          recurrent_kernel: { shape: [1, 1], values: [3] },
          bias: { shape: [1], values: [1] },
        },
      },
    ).outputs;

  it('feeds its output back: 2 · 1 + 1 = 3, then 2 · 2 + 3 · 3 + 1 = 14', () => {
    expect(run({ return_sequences: true })).toEqual([{ shape: [1, 2, 1], values: [3, 14] }]);
    expect(run({})).toEqual([{ shape: [1, 1], values: [14] }]);
  });

  it('reads backwards and gives what it makes in that order: 2 · 2 + 1 = 5, then 2 · 1 + 3 · 5 + 1 = 18', () => {
    expect(run({ return_sequences: true, go_backwards: true })).toEqual([
      { shape: [1, 2, 1], values: [5, 18] },
    ]);
  });

  it('drops the same features and the same units in all steps', () => {
    // Draws 0 and 0.5 at a rate of 0.5: the first is dropped, the second doubled.
    const uniform = (shape: readonly number[]) => tf.tensor([0, 0.5], [...shape]);
    const training = (
      raw: Record<string, number | boolean>,
      kernel: readonly number[],
      x: readonly number[],
    ) =>
      runForward(
        tf,
        simpleRnn,
        forward,
        { units: 2, activation: 'linear', use_bias: false, return_sequences: true, ...raw },
        [{ shape: [1, 2, x.length / 2], values: x }],
        {
          training: true,
          random: { uniform, normal: uniform },
          weights: {
            kernel: { shape: [x.length / 2, 2], values: kernel },
            recurrent_kernel: { shape: [2, 2], values: [1, 0, 0, 1] },
          },
        },
      ).outputs[0]?.values;
    // Features 0 and 4, then 0 and 8; the kernel's second row is 10, 1.
    expect(training({ dropout: 0.5 }, [1, 1, 10, 1], [1, 2, 3, 4])).toEqual([40, 4, 120, 12]);
    // h = (1, 1); then 1 + 0 and 1 + 2.
    expect(training({ recurrent_dropout: 0.5 }, [1, 1], [1, 1])).toEqual([1, 1, 1, 3]);
  });
});
