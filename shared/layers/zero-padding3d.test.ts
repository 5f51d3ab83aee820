import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './zero-padding3d.tfjs.ts';
import zeroPadding3d from './zero-padding3d.ts';

describe('ZeroPadding3D', () => {
  it('adds the amounts of both sides', () => {
    const result = layerResult(
      zeroPadding3d,
      {
        padding: [
          [2, 0],
          [1, 3],
          [0, 1],
        ],
      },
      [['N', 5, 7, 10, 3]],
    );
    expect(result.shapes).toEqual([['N', 7, 11, 11, 3]]);
    expect(result.keyLine).toBe('pad (2,0)×(1,3)×(0,1)');
    expect(result.explanations[0]?.formula).toMatch(/ \+ 2 \+ 0$/);
  });

  it('keeps the element type and refuses a wrong rank', () => {
    expect(layerResult(zeroPadding3d, {}, [['N', 7, 10, 3]]).error?.code).toBe('shape.rank');
    const parameters = { padding: [], data_format: 'channels_last' } as const;
    const input = { dtype: 'int32', shape: ['N', 5, 7, 10, 3] } as const;
    expect(zeroPadding3d.infer({ name: 'pad', parameters, inputs: [input] })).toEqual([input]);
  });

  it.each(goldenCases('ZeroPadding3D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, zeroPadding3d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
