import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './conv2d-transpose.tfjs.ts';
import conv2dTranspose from './conv2d-transpose.ts';
import { layerResult } from './layer-testing.ts';

describe('Conv2DTranspose', () => {
  it('doubles 7 × 7 with padding same and counts (3 × 3 × 64 + 1) × 32 = 18,464', () => {
    const result = layerResult(conv2dTranspose, { strides: 2, padding: 'same' }, [['N', 7, 7, 64]]);
    expect(result.shapes).toEqual([['N', 14, 14, 32]]);
    expect(result.parameterCount).toBe(18_464);
    expect(result.multiplyAdds).toBe(7 * 7 * 3 * 3 * 64 * 32);
    expect(result.keyLine).toBe('32 · 3×3 /2 same');
    expect(result.explanations[0]).toEqual({
      title: 'Output height and width',
      formula: '7 × 2',
      result: '14',
    });
  });

  it('gives unknown extents for unknown ones, but keeps a symbol where the size stays', () => {
    expect(layerResult(conv2dTranspose, { strides: 2 }, [['N', 'H', 5, 4]]).shapes).toEqual([
      ['N', null, 11, 32],
    ]);
    expect(layerResult(conv2dTranspose, { padding: 'same' }, [['N', 'H', 5, 4]]).shapes).toEqual([
      ['N', 'H', 5, 32],
    ]);
  });

  it('refuses strides together with dilation, and unknown channels', () => {
    const both = { strides: 2, dilation_rate: 2 };
    expect(layerResult(conv2dTranspose, both, [['N', 7, 10, 4]]).error?.code).toBe('parameter.conflict');
    expect(layerResult(conv2dTranspose, {}, [['N', 7, 10, null]]).error?.code).toBe('shape.channels');
  });

  it.each(goldenCases('Conv2DTranspose'))(
    'computes what Keras computes, gradients too: %s',
    (_, expected) => {
      const ours = compareWithGolden(tf, conv2dTranspose, forward, expected);
      expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
      expect(ours.shapes.computed).toEqual(ours.shapes.keras);
      expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
      expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
    },
  );
});
