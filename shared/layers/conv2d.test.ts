import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compareWithGolden, GOLDEN_TOLERANCE, goldenCases } from './arithmetic/convolution-testing.ts';
import { forward } from './conv2d.tfjs.ts';
import conv2d from './conv2d.ts';
import { layerResult } from './layer-testing.ts';

describe('Conv2D', () => {
  it("explains AlexNet's first convolution: 55 × 55 × 96, 34,944 parameters, 105.4 M multiply-adds", () => {
    const result = layerResult(conv2d, { filters: 96, kernel_size: 11, strides: 4, activation: 'relu' }, [
      ['N', 227, 227, 3],
    ]);
    expect(result.shapes).toEqual([['N', 55, 55, 96]]);
    expect(result.keyLine).toBe('96 · 11×11 /4 · relu');
    expect(result.explanations).toEqual([
      { title: 'Output height and width', formula: '⌊(227 − 11 + 0) / 4⌋ + 1', result: '55' },
      {
        title: 'Parameters: (kernel × channels + bias) × filters',
        formula: '(11 × 11 × 3 + 1) × 96',
        result: '34,944',
      },
      { title: 'Multiply-adds per sample', formula: '55 × 55 × 96 × 11 × 11 × 3', result: '105.4 M' },
    ]);
    expect(layerResult(conv2d, { kernel_size: 11, strides: 4 }, [['N', 224, 224, 3]]).shapes).toEqual([
      ['N', 54, 54, 32],
    ]);
  });

  it('takes explicit padding: ⌊(27 − 5 + 4) / 1⌋ + 1 = 27', () => {
    const padding = [
      [2, 2],
      [2, 2],
    ];
    const result = layerResult(conv2d, { filters: 256, kernel_size: 5, padding }, [['N', 27, 27, 96]]);
    expect(result.shapes).toEqual([['N', 27, 27, 256]]);
    expect(result.parameterCount).toBe(614_656);
    expect(result.keyLine).toBe('256 · 5×5 pad 2');
  });

  it('counts grouped filters once per group: (3 × 3 × 64 / 4 + 1) × 128 = 18,560 (Keras)', () => {
    const result = layerResult(conv2d, { filters: 128, groups: 4 }, [['N', 7, 10, 64]]);
    expect(result.parameterCount).toBe(18_560);
    expect(result.multiplyAdds).toBe(5 * 8 * 128 * 9 * 16);
    expect(result.keyLine).toBe('128 · 3×3 · 4 groups');
  });

  it('keeps symbols where the size stays and gives unknown extents elsewhere', () => {
    expect(layerResult(conv2d, { padding: 'same' }, [['N', 'H', null, 3]]).shapes).toEqual([
      ['N', 'H', null, 32],
    ]);
    const valid = layerResult(conv2d, {}, [['N', 'H', 10, 3]]);
    expect(valid.shapes).toEqual([['N', null, 8, 32]]);
    expect(valid.multiplyAdds).toBeNull();
  });

  it.each([
    ['shape.rank', {}, ['N', 28, 28]],
    ['shape.channels', {}, ['N', 28, 28, null]],
    ['shape.channels', { groups: 2 }, ['N', 28, 28, 3]],
    ['shape.kernel', { kernel_size: 5 }, ['N', 4, 28, 3]],
    ['shape.kernel', { kernel_size: 3, dilation_rate: 2 }, ['N', 4, 28, 3]],
    ['parameter.conflict', { strides: 2, dilation_rate: 2 }, ['N', 28, 28, 3]],
    ['parameter.conflict', { filters: 5, groups: 2 }, ['N', 28, 28, 4]],
  ] as const)('reports %s for %j on %j', (code, parameters, shape) => {
    expect(layerResult(conv2d, parameters, [shape]).error?.code).toBe(code);
  });

  it.each(goldenCases('Conv2D'))('computes what Keras computes, gradients too: %s', (_, expected) => {
    const ours = compareWithGolden(tf, conv2d, forward, expected);
    expect(ours.shapes.inferred).toEqual(ours.shapes.keras);
    expect(ours.shapes.computed).toEqual(ours.shapes.keras);
    expect(ours.parameterCount.ours).toBe(ours.parameterCount.keras);
    expect(ours.difference).toBeLessThan(GOLDEN_TOLERANCE);
  });
});
