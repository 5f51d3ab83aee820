import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { forward } from './global-average-pooling2d.tfjs.ts';
import globalAveragePooling2d from './global-average-pooling2d.ts';
import { layerResult } from './layer-testing.ts';

describe('GlobalAveragePooling2D', () => {
  it('leaves one number per channel, or extents of 1 with keepdims (as Keras)', () => {
    expect(layerResult(globalAveragePooling2d, {}, [['N', 7, 10, 5]]).shapes).toEqual([['N', 5]]);
    expect(layerResult(globalAveragePooling2d, { keepdims: true }, [['N', 7, 10, 5]]).shapes).toEqual([
      ['N', 1, 1, 5],
    ]);
    const raw = { keepdims: true, data_format: 'channels_first' };
    expect(layerResult(globalAveragePooling2d, raw, [['N', 5, 7, 10]]).shapes).toEqual([['N', 5, 1, 1]]);
  });

  it('works where the extents are unknown', () => {
    const unknown = ['N', null, null, 5];
    expect(layerResult(globalAveragePooling2d, {}, [unknown]).shapes).toEqual([['N', 5]]);
  });

  it('gives the averages of (1, 2, 6) and of (6, 2, 4): 3 and 4, in both data formats', () => {
    const last = { shape: [1, 1, 3, 2], values: [1, 6, 2, 2, 6, 4] };
    expect(runForward(tf, globalAveragePooling2d, forward, {}, [last]).outputs[0]?.values).toEqual([3, 4]);
    const first = { shape: [1, 2, 1, 3], values: [1, 2, 6, 6, 2, 4] };
    const raw = { data_format: 'channels_first', keepdims: true };
    expect(runForward(tf, globalAveragePooling2d, forward, raw, [first]).outputs[0]).toEqual({
      shape: [1, 2, 1, 1],
      values: [3, 4],
    });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(globalAveragePooling2d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
