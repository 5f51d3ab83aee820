import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-crop.tfjs.ts';
import randomCrop from './random-crop.ts';

describe('RandomCrop', () => {
  const raw = { height: 2, width: 2 };

  it('gives the wished size', () => {
    const result = layerResult(randomCrop, raw, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 2, 2, 1]]);
    expect(result.keyLine).toBe('2×2');
    expect(layerResult(randomCrop, raw, [['N', null, 4, 1]]).error?.code).toBe('shape.unknown');
  });

  it('cuts a whole part from the place drawn while training', () => {
    // 1.9 of 0 ... 2 places down (3 − 2 + 1) is row 1; 1.9 of 0 ... 3 to the right is column 1.
    const drawn = tf.tensor1d([1.9]);
    const random = { uniform: () => drawn, normal: () => drawn };
    const { outputs } = runForward(tf, randomCrop, forward, raw, [IMAGE], { training: true, random });
    expect(outputs[0]?.values).toEqual([13, 21, 89, 144]);
  });

  it('resizes the middle at inference', () => {
    // Of 3 × 4 the middle 3 × 3 (from column ⌊1 / 2⌋ = 0), then pixels at 0.25 and 1.75.
    const { outputs } = runForward(tf, randomCrop, forward, raw, [IMAGE]);
    const at = (a: number, b: number, c: number, d: number, x: number, y: number) =>
      (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y;
    expect(outputs[0]?.values[0]).toBeCloseTo(at(1, 2, 8, 13, 0.25, 0.25), 4);
    expect(outputs[0]?.values[3]).toBeCloseTo(at(13, 21, 89, 144, 0.75, 0.75), 3);
  });
});
