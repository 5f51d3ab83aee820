import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './leaky-relu.tfjs.ts';
import leakyRelu from './leaky-relu.ts';

describe('LeakyReLU', () => {
  it('has the slope 0.3 below zero by default (Keras 3.15.1)', () => {
    const { outputs } = runForward(tf, leakyRelu, forward, {}, [
      { shape: [1, 5], values: [-7, -0.25, 0, 0.25, 7] },
    ]);
    expect(rounded(outputs[0])).toEqual([-2.1, -0.075, 0, 0.25, 7]);
    const gradient = forwardGradient(tf, leakyRelu, forward, {}, { shape: [1, 2], values: [-3.5, 3.5] });
    expect(rounded(gradient)).toEqual([0.3, 1]);
  });

  it('leaves the shape, and tells its slope where it is not the default', () => {
    const result = layerResult(leakyRelu, { negative_slope: 0.1 }, [['N', 7, 10, 3]]);
    expect(result.shapes).toEqual([['N', 7, 10, 3]]);
    expect(result.keyLine).toBe('slope 0.1');
    expect(layerResult(leakyRelu, {}, [['N', 3]]).keyLine).toBe('');
  });

  it('refuses a slope that is no number', () => {
    expect(() => layerResult(leakyRelu, { negative_slope: null }, [['N', 3]])).toThrow(/a number/);
  });
});
