import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './max-pooling1d.tfjs.ts';
import maxPooling1d from './max-pooling1d.ts';

describe('MaxPooling1D', () => {
  it("has Keras's output sizes for a window of 3 and stride 2, valid and same", () => {
    const raw = { pool_size: 3, strides: 2 };
    expect(layerResult(maxPooling1d, raw, [['N', 7, 5]]).shapes).toEqual([['N', 3, 5]]);
    expect(layerResult(maxPooling1d, { ...raw, padding: 'same' }, [['N', 7, 5]]).shapes).toEqual([
      ['N', 4, 5],
    ]);
    const first = layerResult(maxPooling1d, { ...raw, data_format: 'channels_first' }, [['N', 5, 7]]);
    expect(first.shapes).toEqual([['N', 5, 3]]);
    expect(first.parameterCount).toBe(0);
  });

  it('gives the largest of 1 to 2', () => {
    const input = { shape: [1, 2, 1], values: [1, 2] };
    const [result] = runForward(tf, maxPooling1d, forward, {}, [input]).outputs;
    expect(result).toEqual({ shape: [1, 1, 1], values: [2] });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(maxPooling1d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
