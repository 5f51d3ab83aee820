import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './rms-normalization.tfjs.ts';
import rmsNormalization from './rms-normalization.ts';

describe('RMSNormalization', () => {
  it('has a scale over the normalized axes: 64; 10 × 5', () => {
    const one = layerResult(rmsNormalization, {}, [['N', 128, 64]]);
    expect(one.shapes).toEqual([['N', 128, 64]]);
    expect(one.weights).toMatchObject([{ name: 'scale', shape: [64], initializer: { name: 'ones' } }]);
    const two = layerResult(rmsNormalization, { axis: [-1, 2] }, [['N', 7, 10, 5]]);
    expect(two.weights.map(weight => weight.shape)).toEqual([[10, 5]]);
    expect(two.explanations).toMatchObject([{ formula: '10 × 5', result: '50' }]);
    expect(two.keyLine).toBe('axis -1, 2');
  });

  it('divides by the root mean square: (1, 7) by √((1 + 49) / 2) = 5, then scales by (1, 10)', () => {
    const [result] = runForward(
      tf,
      rmsNormalization,
      forward,
      { epsilon: 0 },
      [{ shape: [1, 2], values: [1, 7] }],
      { weights: { scale: { shape: [2], values: [1, 10] } } },
    ).outputs;
    expect(rounded(result)).toEqual([0.2, 14]);
  });

  it('refuses axes that are not the last ones, the batch, and an unknown extent', () => {
    expect(layerResult(rmsNormalization, { axis: 1 }, [['N', 7, 5]]).error?.code).toBe('shape.axis');
    expect(layerResult(rmsNormalization, { axis: [1, 3] }, [['N', 7, 5, 3]]).error?.code).toBe('shape.axis');
    expect(layerResult(rmsNormalization, { axis: 0 }, [['N', 5]]).error?.code).toBe('shape.axis');
    expect(layerResult(rmsNormalization, {}, [['N', 7, null]]).error?.code).toBe('shape.unknown');
  });
});
