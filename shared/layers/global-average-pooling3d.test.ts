import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { forward } from './global-average-pooling3d.tfjs.ts';
import globalAveragePooling3d from './global-average-pooling3d.ts';
import { layerResult } from './layer-testing.ts';

describe('GlobalAveragePooling3D', () => {
  it('leaves one number per channel, or extents of 1 with keepdims (as Keras)', () => {
    expect(layerResult(globalAveragePooling3d, {}, [['N', 7, 10, 6, 5]]).shapes).toEqual([['N', 5]]);
    expect(layerResult(globalAveragePooling3d, { keepdims: true }, [['N', 7, 10, 6, 5]]).shapes).toEqual([
      ['N', 1, 1, 1, 5],
    ]);
    const raw = { keepdims: true, data_format: 'channels_first' };
    expect(layerResult(globalAveragePooling3d, raw, [['N', 5, 7, 10, 6]]).shapes).toEqual([
      ['N', 5, 1, 1, 1],
    ]);
  });

  it('works where the extents are unknown', () => {
    const unknown = ['N', null, null, null, 5];
    expect(layerResult(globalAveragePooling3d, {}, [unknown]).shapes).toEqual([['N', 5]]);
  });

  it('gives the averages of (1, 2, 6) and of (6, 2, 4): 3 and 4, in both data formats', () => {
    const last = { shape: [1, 1, 3, 1, 2], values: [1, 6, 2, 2, 6, 4] };
    expect(runForward(tf, globalAveragePooling3d, forward, {}, [last]).outputs[0]?.values).toEqual([3, 4]);
    const first = { shape: [1, 2, 1, 3, 1], values: [1, 2, 6, 6, 2, 4] };
    const raw = { data_format: 'channels_first', keepdims: true };
    expect(runForward(tf, globalAveragePooling3d, forward, raw, [first]).outputs[0]).toEqual({
      shape: [1, 2, 1, 1, 1],
      values: [3, 4],
    });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(globalAveragePooling3d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
