import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './depthwise-conv1d.tfjs.ts';
import depthwiseConv1d from './depthwise-conv1d.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('DepthwiseConv1D', () => {
  it('counts (3 + 1) × 32 = 128 over 100 × 32 with same padding', () => {
    const result = layerResult(depthwiseConv1d, { kernel_size: 3, padding: 'same' }, [['N', 100, 32]]);
    expect(result.shapes).toEqual([['N', 100, 32]]);
    expect(result.parameterCount).toBe(128);
    expect(result.weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [3, 32, 1]],
      ['bias', [32]],
    ]);
    expect(result.multiplyAdds).toBe(100 * 3 * 32);
  });

  it('multiplies the channels in either data format', () => {
    const raw = { kernel_size: 3, strides: 2, depth_multiplier: 2 };
    expect(layerResult(depthwiseConv1d, raw, [['N', 10, 3]]).shapes).toEqual([['N', 4, 6]]);
    const first = { ...raw, data_format: 'channels_first' };
    expect(layerResult(depthwiseConv1d, first, [['N', 3, 10]]).shapes).toEqual([['N', 6, 4]]);
    expect(layerResult(depthwiseConv1d, { kernel_size: 9 }, [['N', 4, 3]]).error?.code).toBe('shape.kernel');
  });

  it('keeps the channels apart', () => {
    // Channel 1: 1, 2, 3 with (1, 1): 3, 5. Channel 2: 10, 20, 30 with (1, −1): −10, −10.
    const { outputs } = runForward(
      tf,
      depthwiseConv1d,
      forward,
      { kernel_size: 2, use_bias: false },
      [{ shape: [1, 3, 2], values: [1, 10, 2, 20, 3, 30] }],
      { weights: { kernel: { shape: [2, 2, 1], values: [1, 1, 1, -1] } } },
    );
    expect(outputs).toEqual([{ shape: [1, 2, 2], values: [3, -10, 5, -10] }]);
  });
});
