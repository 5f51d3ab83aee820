import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './up-sampling1d.tfjs.ts';
import upSampling1d from './up-sampling1d.ts';

describe('UpSampling1D', () => {
  it('multiplies the extents', () => {
    const result = layerResult(upSampling1d, { size: 2 }, [['N', 9, 3]]);
    expect(result.shapes).toEqual([['N', 18, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.explanations[0]?.formula).toMatch(/ × 2$/);
  });

  it('refuses a wrong rank', () => {
    expect(layerResult(upSampling1d, {}, [['N', 7, 10, 3]]).error?.code).toBe('shape.rank');
  });

  it.each(goldenCases('UpSampling1D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, upSampling1d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
