import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { IMAGE, near } from './arithmetic/augmentation-testing.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './random-zoom.tfjs.ts';
import randomZoom from './random-zoom.ts';

describe('RandomZoom', () => {
  it('keeps the shape, and images as they are at inference', () => {
    const result = layerResult(randomZoom, {}, [['N', 3, 4, 1]]);
    expect(result.shapes).toEqual([['N', 3, 4, 1]]);
    expect(result.keyLine).toBe('±0.1');
    expect(layerResult(randomZoom, {}, [['N', 3, 4]]).error?.code).toBe('shape.rank');
    expect(runForward(tf, randomZoom, forward, {}, [IMAGE]).outputs[0]?.values).toEqual(IMAGE.values);
  });

  it('zooms as Keras 3.15 does, with a width of its own or without', () => {
    const run = (raw: Parameters<typeof layerResult>[1]) =>
      runForward(tf, randomZoom, forward, raw, [IMAGE], { training: true }).outputs[0];
    const both = { height_factor: [0.3, 0.3], width_factor: [-0.25, -0.25] };
    expect(
      near(
        run(both),
        [1.375, 2.125, 2.875, 4.25, 9.875, 14.0, 20.0, 29.125, 67.75, 95.875, 137.125, 199.625],
      ),
    ).toBe(true);
    const one = { height_factor: [0.3, 0.3] };
    expect(near(run(one), [1.0, 1.85, 3.3, 5.0, 8.0, 12.25, 22.95, 34.0, 55.0, 83.9, 157.35, 233.0])).toBe(
      true,
    );
  });
});
