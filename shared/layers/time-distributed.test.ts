import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { ramp, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './time-distributed.tfjs.ts';
import timeDistributed from './time-distributed.ts';

const convolution = { type: 'Conv2D', parameters: { filters: 8, kernel_size: 3 } };

describe('TimeDistributed', () => {
  it('applies a convolution to 10 frames: 10 × 30 × 30 × 8 and 224 parameters (Keras: the same)', () => {
    const result = layerResult(timeDistributed, { layer: convolution }, [['N', 10, 32, 32, 3]]);
    expect(result.shapes).toEqual([['N', 10, 30, 30, 8]]);
    expect(result.parameterCount).toBe(224);
    expect(result.weights.map(({ name }) => name)).toEqual(['kernel', 'bias']);
    expect(result.multiplyAdds).toBe(10 * 30 * 30 * 8 * 27);
    expect(result.keyLine).toBe('Conv2D · 8 · 3×3');
    expect(result.explanations.at(-1)).toMatchObject({ formula: '10 × 194,400', result: '1.94 M' });
  });

  it('takes an unknown number of steps', () => {
    const result = layerResult(timeDistributed, { layer: convolution }, [['N', 'T', 32, 32, 3]]);
    expect(result.shapes).toEqual([['N', 'T', 30, 30, 8]]);
    expect(result.multiplyAdds).toBeNull();
  });

  it('reads the type alone as a layer of defaults', () => {
    expect(layerResult(timeDistributed, { layer: 'Flatten' }, [['N', 4, 3, 5]]).shapes).toEqual([
      ['N', 4, 15],
    ]);
  });

  it('says what is wrong inside', () => {
    const result = layerResult(timeDistributed, { layer: convolution }, [['N', 10, 2, 2, 3]]);
    expect(result.error?.code).toBe('shape.kernel');
    expect(result.error?.message).toMatch(/^holds a Conv2D that /);
    expect(result.error?.fix).toBeUndefined();
    expect(layerResult(timeDistributed, {}, [['N', 10]]).error?.code).toBe('shape.rank');
  });

  it('refuses layers that do not fit, and their wrong parameters', () => {
    const read = (layer: string | { type: string; parameters: { units: number } }) => () =>
      layerResult(timeDistributed, { layer }, [['N', 4, 3]]);
    expect(read('TimeDistributed')).toThrow('must be a layer that fits here');
    expect(read('Concatenate')).toThrow('must be a layer that fits here');
    expect(read({ type: 'Dense', parameters: { units: 0 } })).toThrow(
      'holds a Dense that is not right: units must be a whole number of at least 1; got 0',
    );
  });

  it('normalizes each step on its own while training, as Keras', () => {
    // Step 1 holds 0 and 2 (mean 1, variance 1), step 2 holds 10 and 30 (mean 20, variance 100).
    // Moving mean with momentum 0.5: 0 -> 0.5 -> 10.25; moving variance: 1 -> 1 -> 50.5.
    const layer = { type: 'BatchNormalization', parameters: { momentum: 0.5, epsilon: 0 } };
    const one = (value: number) => ({ shape: [1], values: [value] });
    const { outputs, updates } = runForward(
      tf,
      timeDistributed,
      forward,
      { layer },
      [{ shape: [2, 2, 1], values: [0, 10, 2, 30] }],
      {
        training: true,
        weights: { gamma: one(1), beta: one(0), moving_mean: one(0), moving_variance: one(1) },
      },
    );
    expect(outputs).toEqual([{ shape: [2, 2, 1], values: [-1, -1, 1, 1] }]);
    expect(updates.get('moving_mean')?.values).toEqual([10.25]);
    expect(updates.get('moving_variance')?.values).toEqual([50.5]);
  });

  it('computes all steps with the same kernel', () => {
    const { outputs } = runForward(
      tf,
      timeDistributed,
      forward,
      { layer: { type: 'Dense', parameters: { units: 1, use_bias: false } } },
      [ramp([1, 3, 2])],
      { weights: { kernel: { shape: [2, 1], values: [1, 10] } } },
    );
    // The ramp is -2.5, 1; -1, 2.5 ... : see the rows.
    const x = ramp([1, 3, 2]).values;
    expect(outputs[0]?.values).toEqual([0, 2, 4].map(i => (x[i] ?? 0) + 10 * (x[i + 1] ?? 0)));
  });
});
