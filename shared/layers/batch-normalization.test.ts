import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './batch-normalization.tfjs.ts';
import batchNormalization from './batch-normalization.ts';
import { forwardGradient, ramp, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { parseParameters } from './parse-parameters.ts';

const WEIGHTS = {
  gamma: { shape: [3], values: [1, 2, 3] },
  beta: { shape: [3], values: [0.5, 0, -0.5] },
  moving_mean: { shape: [3], values: [0.1, 0.2, 0.3] },
  moving_variance: { shape: [3], values: [1, 2, 0.5] },
};

function warningsOf(
  axis: number,
  shape: readonly (number | string)[],
  upstreamDataFormat: 'channels_last' | 'channels_first' | null,
) {
  const parsed = parseParameters(batchNormalization.parameters, { axis });
  const value = { dtype: 'float32', shape } as const;
  return batchNormalization.warnings?.({
    name: 'bn',
    parameters: parsed.values as Parameters<typeof batchNormalization.keyParameters>[0],
    inputs: [value],
    outputs: [value],
    upstreamDataFormat,
  });
}

describe('BatchNormalization', () => {
  it('has 4 × 64 = 256 weights, 128 of them trainable, and half as many without beta and gamma', () => {
    const result = layerResult(batchNormalization, {}, [['N', 7, 10, 64]]);
    expect(result.shapes).toEqual([['N', 7, 10, 64]]);
    expect(result.parameterCount).toBe(256);
    expect(result.trainableCount).toBe(128);
    expect(result.weights.map(weight => weight.name)).toEqual([
      'gamma',
      'beta',
      'moving_mean',
      'moving_variance',
    ]);
    expect(result.explanations[0]).toMatchObject({ formula: '(1 + 1 + 1 + 1) × 64', result: '256' });
    const plain = layerResult(batchNormalization, { center: false, scale: false }, [['N', 7, 10, 64]]);
    expect(plain.parameterCount).toBe(128);
    expect(plain.trainableCount).toBe(0);
  });

  it('normalizes the width of channels-first video with axis -1 (Keras: 448 weights, 224 trainable) and warns', () => {
    const shape = ['N', 16, 16, 112, 112] as const;
    const result = layerResult(batchNormalization, {}, [shape]);
    expect(result.parameterCount).toBe(448);
    expect(result.trainableCount).toBe(224);
    const [warning] = warningsOf(-1, shape, 'channels_first') ?? [];
    expect(warning).toMatchObject({
      code: 'normalization.axis',
      severity: 'warning',
      fix: { title: 'Set axis to 1', parameters: { axis: 1 } },
    });
    expect(warning?.message).toContain('the width (axis -1, 112 elements) of channels_first data');
  });

  it('does not warn about the channels, nor where the data format cannot be told', () => {
    expect(warningsOf(1, ['N', 16, 7, 10], 'channels_first')).toEqual([]);
    expect(warningsOf(-1, ['N', 7, 10, 16], 'channels_last')).toEqual([]);
    expect(warningsOf(3, ['N', 7, 10, 16], 'channels_last')).toEqual([]);
    expect(warningsOf(-1, ['N', 16, 7, 10], null)).toEqual([]);
    expect(warningsOf(1, ['N', 7, 10, 16], 'channels_last')?.[0]?.message).toContain('the height');
  });

  it('refuses the batch axis, an axis outside, and an unknown extent', () => {
    const code = (axis: number, shape: readonly (number | string | null)[]) =>
      layerResult(batchNormalization, { axis }, [shape]).error?.code;
    expect(code(0, ['N', 5])).toBe('shape.axis');
    expect(code(2, ['N', 5])).toBe('shape.axis');
    expect(code(-3, ['N', 5])).toBe('shape.axis');
    expect(code(-1, ['N', 7, null])).toBe('shape.unknown');
    expect(code(-1, ['N'])).toBe('shape.rank');
  });

  it('computes what Keras 3.15 computes, training and inference, on axis 1', () => {
    const raw = { axis: 1, momentum: 0.9 };
    const input = ramp([2, 3, 2]);
    const training = runForward(tf, batchNormalization, forward, raw, [input], {
      weights: WEIGHTS,
      training: true,
    });
    expect(rounded(training.outputs[0])).toEqual([
      -1.06933, 1.02311, -1.3734, 2.47212, 3.52331, -1.8411, 1.62095, 0.42527, -2.47212, 1.3734, 0.8411,
      -4.52331,
    ]);
    expect(rounded(training.updates.get('moving_mean'))).toEqual([0.1025, 0.205, 0.17]);
    expect(rounded(training.updates.get('moving_variance'))).toEqual([1.17969, 2.13125, 0.575]);
    const inference = runForward(tf, batchNormalization, forward, raw, [input], {
      weights: { ...WEIGHTS, ...Object.fromEntries(training.updates) },
    });
    expect(rounded(inference.outputs[0])).toEqual([
      -1.8951, 1.32598, -1.65043, 3.14336, 0.80444, -7.10125, 2.24628, 0.40567, -3.02009, 1.7737, -3.14841,
      -11.0541,
    ]);
    expect(inference.updates.size).toBe(0);
  });

  it('normalizes volumes (rank 5), with a gradient that sums to 0 over each channel', () => {
    const options = { weights: WEIGHTS, training: true };
    const input = ramp([2, 2, 3, 2, 3]);
    const factors = ramp([2, 2, 3, 2, 3]);
    const [result] = runForward(tf, batchNormalization, forward, {}, [input], options).outputs;
    expect(result?.shape).toEqual(input.shape);
    const gradient = forwardGradient(tf, batchNormalization, forward, {}, input, factors, options);
    for (const channel of [0, 1, 2]) {
      const sum = gradient.values.filter((_, i) => i % 3 === channel).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum)).toBeLessThan(1e-4);
    }
    expect(Math.max(...gradient.values.map(Math.abs))).toBeGreaterThan(1e-3);
  });

  it('has the same gradient without gamma and beta as with ones and zeros', () => {
    const { moving_mean, moving_variance } = WEIGHTS;
    const statistics = { moving_mean, moving_variance };
    const gradient = (raw: Record<string, boolean>, weights: typeof WEIGHTS | typeof statistics) =>
      forwardGradient(tf, batchNormalization, forward, raw, ramp([4, 3]), ramp([4, 3]), {
        weights,
        training: true,
      }).values;
    const neutral = {
      ...WEIGHTS,
      gamma: { shape: [3], values: [1, 1, 1] },
      beta: { shape: [3], values: [0, 0, 0] },
    };
    expect(gradient({ center: false, scale: false }, statistics)).toEqual(gradient({}, neutral));
  });
});
