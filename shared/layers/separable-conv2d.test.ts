import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './separable-conv2d.tfjs.ts';
import separableConv2d from './separable-conv2d.ts';

describe('SeparableConv2D', () => {
  it('counts 3 × 3 × 3 + 3 × 16 + 16 = 91 parameters', () => {
    const result = layerResult(separableConv2d, { filters: 16 }, [['N', 32, 32, 3]]);
    expect(result.shapes).toEqual([['N', 30, 30, 16]]);
    expect(result.parameterCount).toBe(91);
    expect(result.explanations.at(-2)).toMatchObject({
      formula: '3 × 3 × 3 × 1 + 3 × 1 × 16 + 16',
      result: '91',
    });
  });

  it('refuses sequences', () => {
    expect(layerResult(separableConv2d, {}, [['N', 7, 10]]).error?.code).toBe('shape.rank');
  });

  it.each(goldenCases('SeparableConv2D'))(
    'computes what Keras computes, gradients too: %s',
    (_, expected) => {
      const ours = compareWithGolden(tf, separableConv2d, forward, expected);
      expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
      expect(ours.shapes.computed).toEqual(ours.shapes.keras);
      expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
      expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
    },
  );
});
