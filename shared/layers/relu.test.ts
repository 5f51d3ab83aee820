import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './relu.tfjs.ts';
import relu from './relu.ts';

const X = { shape: [1, 9], values: [-7, -3.5, -1.5, -0.25, 0, 0.25, 1.5, 3.5, 7] };
const SMOOTH = { shape: [1, 7], values: [-3.5, -1.5, -0.25, 0.25, 1.5, 3.5, 7] };

// Figures of Keras 3.15.1, keras.layers.ReLU.
describe('ReLU', () => {
  it.each([
    [{}, [0, 0, 0, 0, 0, 0.25, 1.5, 3.5, 7], [0, 0, 0, 1, 1, 1, 1]],
    [{ threshold: 1 }, [0, 0, 0, 0, 0, 0, 1.5, 3.5, 7], [0, 0, 0, 0, 1, 1, 1]],
    [
      { max_value: 6, negative_slope: 0.2 },
      [-1.4, -0.7, -0.3, -0.05, 0, 0.25, 1.5, 3.5, 6],
      [0.2, 0.2, 0.2, 1, 1, 1, 0],
    ],
    [
      { max_value: 2, negative_slope: 0.1, threshold: 1 },
      [-0.8, -0.45, -0.25, -0.125, -0.1, -0.075, 1.5, 2, 2],
      [0.1, 0.1, 0.1, 0.1, 1, 0, 0],
    ],
  ])('%j: values and gradients as in Keras', (parameters, values, gradient) => {
    const { outputs } = runForward(tf, relu, forward, parameters, [X]);
    expect(rounded(outputs[0])).toEqual(values);
    expect(rounded(forwardGradient(tf, relu, forward, parameters, SMOOTH))).toEqual(gradient);
  });

  it('says its settings in a line and its kind to who asks', () => {
    expect(layerResult(relu, {}, [['N', 3]]).keyLine).toBe('');
    expect(layerResult(relu, { max_value: 6, negative_slope: 0.1 }, [['N', 3]]).keyLine).toBe(
      'max 6 · slope 0.1',
    );
    const kind = relu.traits.activation;
    expect(kind?.({ max_value: 6, negative_slope: 0, threshold: 0 })).toBe('relu6');
    expect(kind?.({ max_value: null, negative_slope: 0, threshold: 0 })).toBe('relu');
  });

  it('refuses negative settings, as Keras does', () => {
    expect(() => layerResult(relu, { max_value: -1 }, [['N', 3]])).toThrow(/at least 0/);
    expect(() => layerResult(relu, { negative_slope: -0.1 }, [['N', 3]])).toThrow(/at least 0/);
  });
});
