import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './conv3d-transpose.tfjs.ts';
import conv3dTranspose from './conv3d-transpose.ts';
import { layerResult } from './layer-testing.ts';

describe('Conv3DTranspose', () => {
  it('sizes 10 × 8 × 12 by (in − 1) × 2 + 3 and counts (3 × 3 × 3 × 128 + 1) × 32 = 110,624', () => {
    const result = layerResult(conv3dTranspose, { strides: 2 }, [['N', 10, 8, 12, 128]]);
    expect(result.shapes).toEqual([['N', 21, 17, 25, 32]]);
    expect(result.parameterCount).toBe(110_624);
  });

  it('refuses images', () => {
    expect(layerResult(conv3dTranspose, {}, [['N', 7, 10, 3]]).error?.code).toBe('shape.rank');
  });

  it.each(goldenCases('Conv3DTranspose'))(
    'computes what Keras computes, gradients too: %s',
    (_, expected) => {
      const ours = compareWithGolden(tf, conv3dTranspose, forward, expected);
      expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
      expect(ours.shapes.computed).toEqual(ours.shapes.keras);
      expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
      expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
    },
  );
});
