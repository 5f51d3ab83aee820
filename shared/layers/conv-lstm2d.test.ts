import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './conv-lstm2d.tfjs.ts';
import convLstm2d from './conv-lstm2d.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('ConvLSTM2D', () => {
  it('counts (9 × (3 + 8) + 1) × 8 × 4 = 3,200 parameters', () => {
    const raw = { filters: 8, padding: 'same' };
    const result = layerResult(convLstm2d, raw, [['N', 10, 32, 32, 3]]);
    expect(result.shapes).toEqual([['N', 32, 32, 8]]);
    expect(result.parameterCount).toBe(3200);
    expect(result.multiplyAdds).toBe(10 * 1024 * 9 * (3 + 8) * 4 * 8);
    expect(result.weights[2]?.ones).toEqual({ from: 8, to: 16 });
    const sequences = { ...raw, return_sequences: true };
    expect(layerResult(convLstm2d, sequences, [['N', 10, 32, 32, 3]]).shapes).toEqual([['N', 10, 32, 32, 8]]);
  });

  it('refuses unknown extents and a wrong number of axes', () => {
    expect(layerResult(convLstm2d, {}, [['N', null, 32, 32, 3]]).error?.code).toBe('shape.unknown');
    expect(layerResult(convLstm2d, {}, [['N', 5, 3]]).error?.code).toBe('shape.rank');
  });

  it('computes gates in the order i, f, c, o', () => {
    // All functions linear, x = 1, 2, windows of one: the numbers of LSTM's test, h = 12 and 6000.
    const raw = {
      filters: 1,
      kernel_size: 1,
      activation: 'linear',
      recurrent_activation: 'linear',
      return_sequences: true,
    };
    const { outputs } = runForward(
      tf,
      convLstm2d,
      forward,
      raw,
      [{ shape: [1, 2, 1, 1, 1], values: [1, 2] }],
      {
        weights: {
          kernel: { shape: [1, 1, 1, 4], values: [1, 2, 3, 4] },
          recurrent_kernel: { shape: [1, 1, 1, 4], values: [1, 1, 1, 1] },
          bias: { shape: [4], values: [0, 0, 0, 0] },
        },
      },
    );
    expect(outputs).toEqual([{ shape: [1, 2, 1, 1, 1], values: [12, 6000] }]);
  });
});
