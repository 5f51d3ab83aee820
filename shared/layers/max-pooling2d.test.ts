import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './max-pooling2d.tfjs.ts';
import maxPooling2d from './max-pooling2d.ts';

describe('MaxPooling2D', () => {
  it("has Keras's output sizes for a window of 3 and stride 2, valid and same", () => {
    const raw = { pool_size: 3, strides: 2 };
    expect(layerResult(maxPooling2d, raw, [['N', 7, 10, 5]]).shapes).toEqual([['N', 3, 4, 5]]);
    expect(layerResult(maxPooling2d, { ...raw, padding: 'same' }, [['N', 7, 10, 5]]).shapes).toEqual([
      ['N', 4, 5, 5],
    ]);
    const first = layerResult(maxPooling2d, { ...raw, data_format: 'channels_first' }, [['N', 5, 7, 10]]);
    expect(first.shapes).toEqual([['N', 5, 3, 4]]);
    expect(first.parameterCount).toBe(0);
  });

  it('gives the largest of 1 to 4', () => {
    const input = { shape: [1, 2, 2, 1], values: [1, 2, 3, 4] };
    const [result] = runForward(tf, maxPooling2d, forward, {}, [input]).outputs;
    expect(result).toEqual({ shape: [1, 1, 1, 1], values: [4] });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(maxPooling2d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
