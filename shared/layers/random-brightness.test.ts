import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-brightness.tfjs.ts';
import randomBrightness from './random-brightness.ts';

describe('RandomBrightness', () => {
  it('keeps the shape, and images as they are at inference', () => {
    const result = layerResult(randomBrightness, {}, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 3, 4, 1]]);
    expect(result.keyLine).toBe('±0.2');
    expect(layerResult(randomBrightness, {}, [['N', 3, 4]]).error?.code).toBe('shape.rank');
    expect(runForward(tf, randomBrightness, forward, {}, [IMAGE]).outputs[0]?.values).toEqual(IMAGE.values);
  });

  it('adds a share of the range of values and stays within it', () => {
    // A quarter of 100 is added (Keras 3.15: the same figures).
    const raw = { factor: [0.25, 0.25], value_range: [0, 100] };
    const { outputs } = runForward(tf, randomBrightness, forward, raw, [IMAGE], { training: true });
    expect(outputs[0]?.values).toEqual([26, 27, 28, 30, 33, 38, 46, 59, 80, 100, 100, 100]);
  });
});
