import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './conv3d.tfjs.ts';
import conv3d from './conv3d.ts';
import { layerResult } from './layer-testing.ts';

describe('Conv3D', () => {
  it('counts the first layer of the video network: (3 × 3 × 3 × 1 + 1) × 16 = 448', () => {
    const result = layerResult(conv3d, { filters: 16, padding: 'same', data_format: 'channels_first' }, [
      ['N', 1, 16, 112, 112],
    ]);
    expect(result.shapes).toEqual([['N', 16, 16, 112, 112]]);
    expect(result.parameterCount).toBe(448);
    expect(result.keyLine).toBe('16 · 3×3×3 same');
    expect(result.explanations.slice(0, 2)).toEqual([
      { title: 'Output depth', formula: '⌈16 / 1⌉', result: '16' },
      { title: 'Output height and width', formula: '⌈112 / 1⌉', result: '112' },
    ]);
  });

  it('refuses a window that is deeper than the input', () => {
    const { error } = layerResult(conv3d, {}, [['N', 2, 7, 10, 3]]);
    expect(error?.code).toBe('shape.kernel');
    expect(error?.message).toContain('along the depth');
  });

  it.each(goldenCases('Conv3D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, conv3d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
