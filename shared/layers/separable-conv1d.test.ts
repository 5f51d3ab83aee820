import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './separable-conv1d.tfjs.ts';
import separableConv1d from './separable-conv1d.ts';

describe('SeparableConv1D', () => {
  it('counts 3 × 5 + 5 × 16 + 16 = 111 parameters', () => {
    const result = layerResult(separableConv1d, { filters: 16 }, [['N', 100, 5]]);
    expect(result.shapes).toEqual([['N', 98, 16]]);
    expect(result.parameterCount).toBe(111);
    expect(result.multiplyAdds).toBe(98 * (3 * 5 + 5 * 16));
  });

  it('refuses a window longer than the input', () => {
    expect(layerResult(separableConv1d, { kernel_size: 9 }, [['N', 8, 5]]).error?.code).toBe('shape.kernel');
  });

  it.each(goldenCases('SeparableConv1D'))(
    'computes what Keras computes, gradients too: %s',
    (_, expected) => {
      const ours = compareWithGolden(tf, separableConv1d, forward, expected);
      expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
      expect(ours.shapes.computed).toEqual(ours.shapes.keras);
      expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
      expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
    },
  );
});
