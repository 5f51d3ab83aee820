import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './elu.tfjs.ts';
import elu from './elu.ts';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('ELU', () => {
  // Figures of Keras 3.15.1, keras.layers.ELU.
  it.each([
    [1, [-0.99909, -0.77687, 0, 0.25, 7], [0.0302, 0.7788, 1]],
    [2, [-1.99818, -1.55374, 0, 0.25, 7], [0.06039, 1.5576, 1]],
  ])('alpha %f: values and gradients as in Keras', (alpha, values, gradient) => {
    const { outputs } = runForward(tf, elu, forward, { alpha }, [
      { shape: [1, 5], values: [-7, -1.5, 0, 0.25, 7] },
    ]);
    expect(rounded(outputs[0])).toEqual(values);
    const input = { shape: [1, 3], values: [-3.5, -0.25, 3.5] };
    expect(rounded(forwardGradient(tf, elu, forward, { alpha }, input))).toEqual(gradient);
  });

  it('leaves the shape, and tells its alpha where it is not the default', () => {
    const result = layerResult(elu, { alpha: 0.5 }, [['N', 7, 10, 3]]);
    expect(result.shapes).toEqual([['N', 7, 10, 3]]);
    expect(result.keyLine).toBe('alpha 0.5');
    expect(() => layerResult(elu, { alpha: 'x' }, [['N', 3]])).toThrow(/a number/);
  });
});
