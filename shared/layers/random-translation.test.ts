import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE, near } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-translation.tfjs.ts';
import randomTranslation from './random-translation.ts';

describe('RandomTranslation', () => {
  it('keeps the shape, and images as they are at inference', () => {
    const result = layerResult(randomTranslation, {}, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 3, 4, 1]]);
    expect(result.keyLine).toBe('±0.1 · ±0.1');
    expect(layerResult(randomTranslation, {}, [['N', 3, 4]]).error?.code).toBe('shape.rank');
    expect(runForward(tf, randomTranslation, forward, {}, [IMAGE]).outputs[0]?.values).toEqual(IMAGE.values);
  });

  it.each([
    ['reflect', [4.68, 7.44, 10.8, 9.96, 2.2, 3.4, 5.0, 4.6, 12.12, 19.56, 28.2, 26.04]],
    ['constant', [7.0, 7.0, 7.0, 7.0, 3.16, 4.12, 5.72, 7.0, 12.12, 19.56, 23.96, 7.0]],
    ['wrap', [82.92, 134.16, 45.6, 51.24, 100.0, 161.8, 55.0, 61.8, 12.12, 19.56, 6.6, 7.44]],
    ['nearest', [2.2, 3.4, 5.0, 5.0, 2.2, 3.4, 5.0, 5.0, 12.12, 19.56, 28.2, 28.2]],
  ] as const)('shifts as Keras 3.15 does, fill mode %s', (fill_mode, expected) => {
    const raw = { height_factor: [0.4, 0.4], width_factor: [-0.3, -0.3], fill_mode, fill_value: 7 };
    const { outputs } = runForward(tf, randomTranslation, forward, raw, [IMAGE], { training: true });
    expect(near(outputs[0], expected), outputs[0]?.values.join()).toBe(true);
  });
});
