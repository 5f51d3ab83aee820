import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './average-pooling2d.tfjs.ts';
import averagePooling2d from './average-pooling2d.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('AveragePooling2D', () => {
  it("has Keras's output sizes for a window of 3 and stride 2, valid and same", () => {
    const raw = { pool_size: 3, strides: 2 };
    expect(layerResult(averagePooling2d, raw, [['N', 7, 10, 5]]).shapes).toEqual([['N', 3, 4, 5]]);
    expect(layerResult(averagePooling2d, { ...raw, padding: 'same' }, [['N', 7, 10, 5]]).shapes).toEqual([
      ['N', 4, 5, 5],
    ]);
    const first = layerResult(averagePooling2d, { ...raw, data_format: 'channels_first' }, [['N', 5, 7, 10]]);
    expect(first.shapes).toEqual([['N', 5, 3, 4]]);
    expect(first.parameterCount).toBe(0);
  });

  it('gives the average of 1 to 4, 2.5', () => {
    const input = { shape: [1, 2, 2, 1], values: [1, 2, 3, 4] };
    const [result] = runForward(tf, averagePooling2d, forward, {}, [input]).outputs;
    expect(result).toEqual({ shape: [1, 1, 1, 1], values: [2.5] });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(averagePooling2d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
