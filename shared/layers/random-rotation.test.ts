import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE, near } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-rotation.tfjs.ts';
import randomRotation from './random-rotation.ts';

describe('RandomRotation', () => {
  it('keeps the shape, and images as they are at inference', () => {
    const result = layerResult(randomRotation, {}, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 3, 4, 1]]);
    expect(result.keyLine).toBe('±0.1');
    expect(layerResult(randomRotation, {}, [['N', 3, 4]]).error?.code).toBe('shape.rank');
    expect(runForward(tf, randomRotation, forward, {}, [IMAGE]).outputs[0]?.values).toEqual(IMAGE.values);
  });

  it.each([
    [
      'reflect',
      [
        1.5685, 2.4734, 10.5831, 26.2814, 3.8784, 10.968, 46.3286, 152.3099, 20.5094, 56.1074, 117.9649,
        182.4001,
      ],
    ],
    [
      'constant',
      [
        4.5205, 3.0062, 10.5831, 20.8244, 3.8784, 10.968, 46.3286, 152.3099, 16.686, 56.1074, 104.9025,
        87.0708,
      ],
    ],
    [
      'wrap',
      [
        74.3303, 115.0351, 10.5831, 6.1369, 3.8784, 10.968, 46.3286, 152.3099, 86.9655, 56.1074, 2.5266,
        3.8629,
      ],
    ],
  ] as const)('turns by 0.07 of a turn as Keras 3.15 does, fill mode %s', (fill_mode, expected) => {
    const raw = { factor: [0.07, 0.07], fill_mode, fill_value: 7 };
    const { outputs } = runForward(tf, randomRotation, forward, raw, [IMAGE], { training: true });
    expect(near(outputs[0], expected), outputs[0]?.values.join()).toBe(true);
  });

  it('takes the nearest pixel (Keras 3.15)', () => {
    const raw = { factor: [0.07, 0.07], fill_mode: 'constant', interpolation: 'nearest' };
    const { outputs } = runForward(tf, randomRotation, forward, raw, [IMAGE], { training: true });
    expect(near(outputs[0], [0.0, 2.0, 3.0, 34.0, 1.0, 13.0, 21.0, 233.0, 8.0, 89.0, 144.0, 0.0])).toBe(true);
  });

  it('reads one number as a range around 0, and refuses more than a full turn', () => {
    expect(layerResult(randomRotation, { factor: 0.2 }, [['N', 3, 4, 1]]).keyLine).toBe('±0.2');
    expect(() => layerResult(randomRotation, { factor: 2 }, [['N', 3, 4, 1]])).toThrow('from -1 to 1');
  });
});
