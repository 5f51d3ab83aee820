import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './cropping2d.tfjs.ts';
import cropping2d from './cropping2d.ts';
import { layerResult } from './layer-testing.ts';

describe('Cropping2D', () => {
  it('takes off the amounts of both sides', () => {
    const result = layerResult(
      cropping2d,
      {
        cropping: [
          [2, 0],
          [1, 3],
        ],
      },
      [['N', 7, 10, 3]],
    );
    expect(result.shapes).toEqual([['N', 5, 6, 3]]);
    expect(result.explanations[0]?.formula).toMatch(/ − 2 − 0$/);
  });

  it('refuses to cut off everything', () => {
    const { error } = layerResult(cropping2d, { cropping: 5 }, [['N', 7, 10, 3]]);
    expect(error?.code).toBe('shape.kernel');
  });

  it.each(goldenCases('Cropping2D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, cropping2d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
