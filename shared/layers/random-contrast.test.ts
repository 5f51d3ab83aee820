import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-contrast.tfjs.ts';
import randomContrast from './random-contrast.ts';

describe('RandomContrast', () => {
  it('keeps the shape, and images as they are at inference', () => {
    const result = layerResult(randomContrast, {}, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 3, 4, 1]]);
    expect(result.keyLine).toBe('0 … 0.2');
    expect(layerResult(randomContrast, {}, [['N', 3, 4]]).error?.code).toBe('shape.rank');
    expect(runForward(tf, randomContrast, forward, {}, [IMAGE]).outputs[0]?.values).toEqual(IMAGE.values);
  });

  it('moves values away from the mean of each channel and stays within the range', () => {
    // Mean 4; (x − 4) · 2 + 4 = −2, 6, 8; −2 is below the range.
    const drawn = tf.tensor([2], [1, 1, 1, 1]);
    const random = { uniform: () => drawn, normal: () => drawn };
    const image = { shape: [1, 1, 3, 1], values: [1, 5, 6] };
    const { outputs } = runForward(tf, randomContrast, forward, {}, [image], { training: true, random });
    expect(outputs[0]?.values).toEqual([0, 6, 8]);
  });

  it('reads one number as 0 to it, as Keras does', () => {
    expect(layerResult(randomContrast, { factor: 0.3 }, [['N', 3, 4, 1]]).keyLine).toBe('0 … 0.3');
  });
});
