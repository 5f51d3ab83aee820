import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { forward } from './global-average-pooling1d.tfjs.ts';
import globalAveragePooling1d from './global-average-pooling1d.ts';
import { layerResult } from './layer-testing.ts';

describe('GlobalAveragePooling1D', () => {
  it('leaves one number per channel, or extents of 1 with keepdims (as Keras)', () => {
    expect(layerResult(globalAveragePooling1d, {}, [['N', 7, 5]]).shapes).toEqual([['N', 5]]);
    expect(layerResult(globalAveragePooling1d, { keepdims: true }, [['N', 7, 5]]).shapes).toEqual([
      ['N', 1, 5],
    ]);
    const raw = { keepdims: true, data_format: 'channels_first' };
    expect(layerResult(globalAveragePooling1d, raw, [['N', 5, 7]]).shapes).toEqual([['N', 5, 1]]);
  });

  it('works where the extents are unknown', () => {
    const unknown = ['N', null, 5];
    expect(layerResult(globalAveragePooling1d, {}, [unknown]).shapes).toEqual([['N', 5]]);
  });

  it('gives the averages of (1, 2, 6) and of (6, 2, 4): 3 and 4, in both data formats', () => {
    const last = { shape: [1, 3, 2], values: [1, 6, 2, 2, 6, 4] };
    expect(runForward(tf, globalAveragePooling1d, forward, {}, [last]).outputs[0]?.values).toEqual([3, 4]);
    const first = { shape: [1, 2, 3], values: [1, 2, 6, 6, 2, 4] };
    const raw = { data_format: 'channels_first', keepdims: true };
    expect(runForward(tf, globalAveragePooling1d, forward, raw, [first]).outputs[0]).toEqual({
      shape: [1, 2, 1],
      values: [3, 4],
    });
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(globalAveragePooling1d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
