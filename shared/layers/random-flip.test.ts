import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-flip.tfjs.ts';
import randomFlip from './random-flip.ts';

describe('RandomFlip', () => {
  it('keeps the shape, and images as they are at inference', () => {
    const result = layerResult(randomFlip, {}, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 3, 4, 1]]);
    expect(result.keyLine).toBe('horizontal and vertical');
    expect(layerResult(randomFlip, {}, [['N', 3, 4]]).error?.code).toBe('shape.rank');
    expect(runForward(tf, randomFlip, forward, {}, [IMAGE]).outputs[0]?.values).toEqual(IMAGE.values);
  });

  it('flips where the number drawn is at most a half, image by image', () => {
    const drawn = tf.tensor([0.5, 0.6], [2, 1, 1, 1]);
    const random = { uniform: () => drawn, normal: () => drawn };
    const images = { shape: [2, 1, 2, 1], values: [1, 2, 3, 4] };
    const run = (mode: string) =>
      runForward(tf, randomFlip, forward, { mode }, [images], { training: true, random }).outputs[0]?.values;
    expect(run('horizontal')).toEqual([2, 1, 3, 4]);
    expect(run('vertical')).toEqual([1, 2, 3, 4]);
    const high = { shape: [2, 2, 1, 1], values: [1, 2, 3, 4] };
    const upright = runForward(tf, randomFlip, forward, { mode: 'vertical' }, [high], {
      training: true,
      random,
    });
    expect(upright.outputs[0]?.values).toEqual([2, 1, 3, 4]);
  });
});
