import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, ramp, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './softmax.tfjs.ts';
import softmax from './softmax.ts';

describe('Softmax', () => {
  // Figures of Keras 3.15.1, keras.layers.Softmax.
  const input = ramp([1, 2, 3, 2]);

  it('runs along any axis', () => {
    const { outputs } = runForward(tf, softmax, forward, { axis: 1 }, [input]);
    expect(rounded(outputs[0])).toEqual([
      0.01099, 0.73106, 0.73106, 0.73106, 0.73106, 0.73106, 0.98901, 0.26894, 0.26894, 0.26894, 0.26894,
      0.26894,
    ]);
  });

  it('normalizes several axes together', () => {
    const { outputs } = runForward(tf, softmax, forward, { axis: [-1, 1] }, [input]);
    expect(rounded(outputs[0])).toEqual([
      0.00734, 0.24293, 0.02143, 0.70963, 0.64391, 0.08714, 0.66036, 0.08937, 0.00788, 0.26106, 0.23688,
      0.03206,
    ]);
    const factors = { shape: input.shape, values: Array.from({ length: 12 }, (_, i) => (i * i) / 10) };
    const gradient = forwardGradient(tf, softmax, forward, { axis: [1, 3] }, input, factors);
    const expected = [
      -0.02083, -0.66552, -0.05169, -1.357, -1.54852, -0.13114, 0.5022, 0.18415, 0.02828, 1.38041, 1.42015,
      0.25952,
    ];
    expected.forEach((value, i) => {
      expect(gradient.values[i]).toBeCloseTo(value, 4);
    });
  });

  it('leaves the shape, and tells its axis where it is not the last', () => {
    expect(layerResult(softmax, {}, [['N', null, 10]]).shapes).toEqual([['N', null, 10]]);
    expect(layerResult(softmax, {}, [['N', 10]]).keyLine).toBe('');
    expect(layerResult(softmax, { axis: [1, 2] }, [['N', 7, 10]]).keyLine).toBe('axis 1, 2');
  });

  it('refuses the batch and axes that are not there', () => {
    expect(layerResult(softmax, { axis: 0 }, [['N', 3]]).error?.code).toBe('shape.axis');
    const { error } = layerResult(softmax, { axis: 3 }, [['N', 7, 10]]);
    expect(error?.message).toMatch(/from 1 to 2 \(or -2 to -1\) of \(None, 7, 10\); got 3\./);
    expect(layerResult(softmax, { axis: [] }, [['N', 3]]).error?.message).toMatch(/got none/);
  });
});
