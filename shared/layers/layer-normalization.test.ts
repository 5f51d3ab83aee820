import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { ramp, rounded, runForward } from './forward-testing.ts';
import { forward } from './layer-normalization.tfjs.ts';
import layerNormalization from './layer-normalization.ts';
import { layerResult } from './layer-testing.ts';

describe('LayerNormalization', () => {
  it('has gamma and beta over the normalized axes: 2 × 64, 2 × (10 × 5), none', () => {
    expect(layerResult(layerNormalization, {}, [['N', 128, 64]]).parameterCount).toBe(128);
    const two = layerResult(layerNormalization, { axis: [-1, 2] }, [['N', 7, 10, 5]]);
    expect(two.shapes).toEqual([['N', 7, 10, 5]]);
    expect(two.weights.map(weight => [weight.name, weight.shape])).toEqual([
      ['gamma', [10, 5]],
      ['beta', [10, 5]],
    ]);
    expect(two.explanations[0]).toMatchObject({ formula: '(1 + 1) × 10 × 5', result: '100' });
    expect(two.keyLine).toBe('axis -1, 2');
    const none = layerResult(layerNormalization, { center: false, scale: false }, [['N', 7, null]]);
    expect(none.parameterCount).toBe(0);
    expect(none.shapes).toEqual([['N', 7, null]]);
  });

  it('refuses an axis outside the input, the batch, and an unknown extent', () => {
    expect(layerResult(layerNormalization, { axis: 3 }, [['N', 7, 5]]).error?.code).toBe('shape.axis');
    expect(layerResult(layerNormalization, { axis: [0, 1] }, [['N', 7, 5]]).error?.code).toBe('shape.axis');
    expect(layerResult(layerNormalization, { axis: [] }, [['N', 7, 5]]).error?.code).toBe('shape.axis');
    expect(layerResult(layerNormalization, {}, [['N', 7, null]]).error?.code).toBe('shape.unknown');
  });

  it('computes what Keras 3.15 computes over axes 1 and -1', () => {
    const weights = {
      gamma: { shape: [2, 2], values: [1, 2, 3, 4] },
      beta: { shape: [2, 2], values: [0, 0.5, 1, -1] },
    };
    const raw = { axis: [-1, 1] };
    const [result] = runForward(tf, layerNormalization, forward, raw, [ramp([1, 2, 3, 2])], {
      weights,
    }).outputs;
    expect(rounded(result)).toEqual([
      -1.56933, 1.54622, -0.6867, 2.97212, 1.3411, -0.39407, 4.36286, -1.29892, -2.70818, 1.7468, 2.3411,
      -6.36442,
    ]);
  });
});
