import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './cropping1d.tfjs.ts';
import cropping1d from './cropping1d.ts';
import { layerResult } from './layer-testing.ts';

describe('Cropping1D', () => {
  it('takes off the amounts of both sides', () => {
    const result = layerResult(cropping1d, { cropping: [[2, 0]] }, [['N', 9, 3]]);
    expect(result.shapes).toEqual([['N', 7, 3]]);
    expect(result.keyLine).toBe('crop (2,0)');
    expect(result.explanations[0]).toEqual({ title: 'Output length', formula: '9 − 2 − 0', result: '7' });
  });

  it('refuses to cut off everything', () => {
    expect(layerResult(cropping1d, { cropping: [4, 5] }, [['N', 9, 3]]).error?.code).toBe('shape.kernel');
  });

  it.each(goldenCases('Cropping1D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, cropping1d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
