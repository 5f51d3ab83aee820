import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './conv1d.tfjs.ts';
import conv1d from './conv1d.ts';
import { layerResult } from './layer-testing.ts';

describe('Conv1D', () => {
  it('sizes 3,000 samples with 7 wide filters and stride 2: ⌊(3,000 − 7) / 2⌋ + 1 = 1,497', () => {
    const result = layerResult(conv1d, { filters: 16, kernel_size: 7, strides: 2 }, [['N', 3000, 1]]);
    expect(result.shapes).toEqual([['N', 1497, 16]]);
    expect(result.parameterCount).toBe((7 + 1) * 16);
    expect(result.explanations[0]).toEqual({
      title: 'Output length',
      formula: '⌊(3,000 − 7 + 0) / 2⌋ + 1',
      result: '1,497',
    });
  });

  it('keeps the length, even an unknown one, with causal padding', () => {
    const parameters = { filters: 4, kernel_size: 3, dilation_rate: 4, padding: 'causal' };
    expect(layerResult(conv1d, parameters, [['N', 50, 2]]).shapes).toEqual([['N', 50, 4]]);
    expect(layerResult(conv1d, parameters, [['N', 'T', 2]]).shapes).toEqual([['N', 'T', 4]]);
    expect(layerResult(conv1d, parameters, [['N', 50, 2]]).keyLine).toBe('4 · 3 causal dilation 4');
  });

  it('refuses images', () => {
    expect(layerResult(conv1d, {}, [['N', 7, 10, 3]]).error?.code).toBe('shape.rank');
  });

  it.each(goldenCases('Conv1D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, conv1d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
