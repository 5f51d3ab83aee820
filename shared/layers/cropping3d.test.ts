import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './cropping3d.tfjs.ts';
import cropping3d from './cropping3d.ts';
import { layerResult } from './layer-testing.ts';

describe('Cropping3D', () => {
  it('takes off the amounts of both sides', () => {
    const result = layerResult(
      cropping3d,
      {
        cropping: [
          [2, 0],
          [1, 3],
          [0, 1],
        ],
      },
      [['N', 5, 7, 10, 3]],
    );
    expect(result.shapes).toEqual([['N', 3, 3, 9, 3]]);
    expect(result.explanations[0]?.formula).toMatch(/ − 2 − 0$/);
  });

  it('refuses to cut off everything', () => {
    const { error } = layerResult(cropping3d, { cropping: 5 }, [['N', 5, 7, 10, 3]]);
    expect(error?.code).toBe('shape.kernel');
  });

  it.each(goldenCases('Cropping3D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, cropping3d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
