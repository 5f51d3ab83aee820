import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './conv-lstm3d.tfjs.ts';
import convLstm3d from './conv-lstm3d.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('ConvLSTM3D', () => {
  it('counts (27 × (1 + 2) + 1) × 2 × 4 = 656 parameters', () => {
    const raw = { filters: 2, padding: 'same' };
    const result = layerResult(convLstm3d, raw, [['N', 4, 8, 8, 8, 1]]);
    expect(result.shapes).toEqual([['N', 8, 8, 8, 2]]);
    expect(result.parameterCount).toBe(656);
    expect(result.multiplyAdds).toBe(4 * 512 * 27 * (1 + 2) * 4 * 2);
    expect(result.weights[2]?.ones).toEqual({ from: 2, to: 4 });
    const sequences = { ...raw, return_sequences: true };
    expect(layerResult(convLstm3d, sequences, [['N', 4, 8, 8, 8, 1]]).shapes).toEqual([['N', 4, 8, 8, 8, 2]]);
  });

  it('refuses unknown extents and a wrong number of axes', () => {
    expect(layerResult(convLstm3d, {}, [['N', null, 8, 8, 8, 1]]).error?.code).toBe('shape.unknown');
    expect(layerResult(convLstm3d, {}, [['N', 5, 3]]).error?.code).toBe('shape.rank');
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
      convLstm3d,
      forward,
      raw,
      [{ shape: [1, 2, 1, 1, 1, 1], values: [1, 2] }],
      {
        weights: {
          kernel: { shape: [1, 1, 1, 1, 4], values: [1, 2, 3, 4] },
          recurrent_kernel: { shape: [1, 1, 1, 1, 4], values: [1, 1, 1, 1] },
          bias: { shape: [4], values: [0, 0, 0, 0] },
        },
      },
    );
    expect(outputs).toEqual([{ shape: [1, 2, 1, 1, 1, 1], values: [12, 6000] }]);
  });
});
