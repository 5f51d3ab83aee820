import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './conv1d-transpose.tfjs.ts';
import conv1dTranspose from './conv1d-transpose.ts';
import { layerResult } from './layer-testing.ts';

describe('Conv1DTranspose', () => {
  it('sizes by (10 − 1) × 2 + max(3, 2) = 21 and counts (3 × 128 + 1) × 32 = 12,320', () => {
    const result = layerResult(conv1dTranspose, { strides: 2 }, [['N', 10, 128]]);
    expect(result.shapes).toEqual([['N', 21, 32]]);
    expect(result.parameterCount).toBe(12_320);
    expect(result.explanations[0]).toMatchObject({ formula: '(10 − 1) × 2 + max(3, 2)', result: '21' });
  });

  it('refuses an output_padding as large as the stride', () => {
    expect(layerResult(conv1dTranspose, { strides: 2, output_padding: 2 }, [['N', 10, 4]]).error?.code).toBe(
      'parameter.conflict',
    );
  });

  it.each(goldenCases('Conv1DTranspose'))(
    'computes what Keras computes, gradients too: %s',
    (_, expected) => {
      const ours = compareWithGolden(tf, conv1dTranspose, forward, expected);
      expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
      expect(ours.shapes.computed).toEqual(ours.shapes.keras);
      expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
      expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
    },
  );
});
