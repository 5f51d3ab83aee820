import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './concatenate.tfjs.ts';
import concatenate from './concatenate.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Concatenate', () => {
  it("adds up the channels of GoogLeNet's first module: 64 + 128 + 32 + 32 = 256", () => {
    const result = layerResult(
      concatenate,
      {},
      [64, 128, 32, 32].map(channels => ['N', 28, 28, channels]),
    );
    expect(result.shapes).toEqual([['N', 28, 28, 256]]);
    expect(result.explanations[0]).toEqual({
      title: 'Output channels',
      formula: '64 + 128 + 32 + 32',
      result: '256',
    });
  });

  it('joins along any axis; what one input leaves open another may tell', () => {
    expect(
      layerResult(concatenate, { axis: 1 }, [
        ['N', 7, 10, 5],
        ['N', 2, 10, 5],
      ]).shapes,
    ).toEqual([['N', 9, 10, 5]]);
    expect(
      layerResult(concatenate, { axis: -1 }, [
        ['N', 7, null, 5],
        ['N', null, 10, null],
      ]).shapes,
    ).toEqual([['N', 7, 10, null]]);
    expect(
      layerResult(concatenate, {}, [
        ['N', 'T', 5],
        ['N', 'T', 3],
      ]).shapes,
    ).toEqual([['N', 'T', 8]]);
  });

  it('puts the elements one behind the other', () => {
    const { outputs } = runForward(tf, concatenate, forward, { axis: 1 }, [
      { shape: [2, 2], values: [1, 2, 3, 4] },
      { shape: [2, 1], values: [5, 6] },
    ]);
    expect(outputs[0]).toEqual({ shape: [2, 3], values: [1, 2, 5, 3, 4, 6] });
  });

  it('refuses other extents that differ, other ranks, and the batch (Keras refuses the first two)', () => {
    const error = (axis: number, ...inputs: (readonly (string | number)[])[]) =>
      layerResult(concatenate, { axis }, inputs).error;
    const mismatch = error(-1, ['N', 7, 10, 5], ['N', 6, 10, 5]);
    expect(mismatch?.code).toBe('shape.mismatch');
    expect(mismatch?.message).toMatch(/\(None, 7, 10, 5\) and \(None, 6, 10, 5\): axis 1 is 7 and 6/);
    expect(error(-1, ['N', 7, 5], ['N', 5])?.code).toBe('shape.rank');
    expect(error(0, ['N', 5], ['N', 5])?.code).toBe('shape.axis');
    expect(error(2, ['N', 5], ['N', 5])?.code).toBe('shape.axis');
  });
});
