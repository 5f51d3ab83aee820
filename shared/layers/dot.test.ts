import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './dot.tfjs.ts';
import dot from './dot.ts';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Dot', () => {
  it('keeps the other axes (Keras: (None, 3, 5) and (None, 10, 3), axes (1, 2): (None, 5, 10))', () => {
    const result = layerResult(dot, { axes: [1, 2] }, [
      ['N', 3, 5],
      ['N', 10, 3],
    ]);
    expect(result.shapes).toEqual([['N', 5, 10]]);
    expect(result.multiplyAdds).toBe(3 * 5 * 10);
    expect(result.explanations).toMatchObject([{ formula: '3 × 5 × 10', result: '150' }]);
    const vectors = layerResult(dot, {}, [
      ['N', 'D'],
      ['N', 4],
    ]);
    expect(vectors.shapes).toEqual([['N', 1]]);
    expect(vectors.keyLine).toBe('axes -1');
  });

  it('multiplies sample by sample: (1, 2) · (3, 4) = 11; its cosine is 11 / (√5 · 5) = 0.98387', () => {
    const inputs = [
      { shape: [1, 2], values: [1, 2] },
      { shape: [1, 2], values: [3, 4] },
    ];
    expect(runForward(tf, dot, forward, {}, inputs).outputs).toEqual([{ shape: [1, 1], values: [11] }]);
    expect(rounded(runForward(tf, dot, forward, { normalize: true }, inputs).outputs[0])).toEqual([0.98387]);
  });

  it('refuses axes that differ, the batch, and three axes', () => {
    const error = (axes: number | number[], ...shapes: (readonly (string | number)[])[]) =>
      layerResult(dot, { axes }, shapes).error?.code;
    expect(error(1, ['N', 3], ['N', 4])).toBe('shape.mismatch');
    expect(error(0, ['N', 3], ['N', 3])).toBe('shape.axis');
    expect(error([1, 2], ['N', 3], ['N', 3])).toBe('shape.axis');
    expect(error([1, 1, 1], ['N', 3], ['N', 3])).toBe('parameter.value');
    expect(error(1, ['N'], ['N', 3])).toBe('shape.rank');
  });
});
