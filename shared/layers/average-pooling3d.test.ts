import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './average-pooling3d.tfjs.ts';
import averagePooling3d from './average-pooling3d.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('AveragePooling3D', () => {
  it("has Keras's output sizes for a window of 3 and stride 2, valid and same", () => {
    const raw = { pool_size: 3, strides: 2 };
    expect(layerResult(averagePooling3d, raw, [['N', 7, 10, 6, 5]]).shapes).toEqual([['N', 3, 4, 2, 5]]);
    expect(layerResult(averagePooling3d, { ...raw, padding: 'same' }, [['N', 7, 10, 6, 5]]).shapes).toEqual([
      ['N', 4, 5, 3, 5],
    ]);
    const first = layerResult(averagePooling3d, { ...raw, data_format: 'channels_first' }, [
      ['N', 5, 7, 10, 6],
    ]);
    expect(first.shapes).toEqual([['N', 5, 3, 4, 2]]);
    expect(first.parameterCount).toBe(0);
  });

  it('gives the average of 1 to 8, 4.5', () => {
    const input = { shape: [1, 2, 2, 2, 1], values: [1, 2, 3, 4, 5, 6, 7, 8] };
    const [result] = runForward(tf, averagePooling3d, forward, {}, [input]).outputs;
    expect(result).toEqual({ shape: [1, 1, 1, 1, 1], values: [4.5] });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(averagePooling3d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
