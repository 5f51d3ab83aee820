import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './resize.tfjs.ts';
import resize from './resize.ts';

describe('Resize', () => {
  it('cuts factors off to whole extents in float32, 10 · 1.3 = 13, and keeps symbols', () => {
    const raw = { scales: [1, 1, 0.6, 1.3] };
    expect(layerResult(resize, raw, [['N', 'C', 6, 10]]).shapes).toEqual([['N', 'C', 3, 13]]);
    expect(layerResult(resize, { sizes: [0, 0, 9, 7] }, [['N', 3, null, 10]]).shapes).toEqual([
      ['N', 3, 9, 7],
    ]);
    expect(layerResult(resize, { scales: [2] }, [['N', 3]]).error?.code).toBe('shape.rank');
    expect(layerResult(resize, {}, [['N', 3]]).error?.code).toBe('shape.rank');
  });

  const X = { shape: [1, 1, 2, 2], values: [1, 2, 3, 4] };
  // The examples of ONNX's operator Resize (resize_upsample_scales_linear and its align_corners twin), first row.
  it.each([
    ['half_pixel', [1, 1.25, 1.75, 2]],
    ['align_corners', [1, 1.3333, 1.6667, 2]],
    ['asymmetric', [1, 1.5, 2, 2]],
  ])('interpolates linearly with %s', (mode, expected) => {
    const raw = { mode: 'linear', coordinate_transformation_mode: mode, scales: [1, 1, 2, 2] };
    const [result] = runForward(tf, resize, forward, raw, [X]).outputs;
    expected.forEach((value, i) => {
      expect(result?.values[i]).toBeCloseTo(value, 4);
    });
  });

  it('the gradient of nearest by 2 counts each pixel four times', () => {
    const raw = { scales: [1, 1, 2, 2], coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    expect(forwardGradient(tf, resize, forward, raw, X).values).toEqual([4, 4, 4, 4]);
  });
});
