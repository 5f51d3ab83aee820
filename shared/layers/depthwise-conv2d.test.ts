import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './depthwise-conv2d.tfjs.ts';
import depthwiseConv2d from './depthwise-conv2d.ts';
import { layerResult } from './layer-testing.ts';

describe('DepthwiseConv2D', () => {
  it('counts (3 × 3 + 1) × 32 × 2 = 640 parameters', () => {
    const result = layerResult(depthwiseConv2d, { depth_multiplier: 2, padding: 'same' }, [['N', 7, 10, 32]]);
    expect(result.shapes).toEqual([['N', 7, 10, 64]]);
    expect(result.parameterCount).toBe(640);
    expect(result.multiplyAdds).toBe(7 * 10 * 3 * 3 * 32 * 2);
    expect(result.keyLine).toBe('3×3 same · ×2 channels');
    expect(result.explanations.at(-2)).toMatchObject({ formula: '(3 × 3 + 1) × 32 × 2', result: '640' });
  });

  it('refuses unknown channels', () => {
    expect(layerResult(depthwiseConv2d, {}, [['N', 7, 10, 'C']]).error?.code).toBe('shape.channels');
  });

  it.each(goldenCases('DepthwiseConv2D'))(
    'computes what Keras computes, gradients too: %s',
    (_, expected) => {
      const ours = compareWithGolden(tf, depthwiseConv2d, forward, expected);
      expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
      expect(ours.shapes.computed).toEqual(ours.shapes.keras);
      expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
      expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
    },
  );
});
