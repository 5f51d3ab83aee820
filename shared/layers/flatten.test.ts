import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './flatten.tfjs.ts';
import flatten from './flatten.ts';
import { rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Flatten', () => {
  it('makes 9,216 of 6 × 6 × 256', () => {
    const result = layerResult(flatten, {}, [['N', 6, 6, 256]]);
    expect(result.shapes).toEqual([['N', 9216]]);
    expect(result.explanations[0]).toMatchObject({ formula: '6 × 6 × 256', result: '9,216' });
  });

  it('keeps one axis, makes one of none, and knows what it does not know (Keras)', () => {
    expect(layerResult(flatten, {}, [['N', 'T']]).shapes).toEqual([['N', 'T']]);
    expect(layerResult(flatten, {}, [['N']]).shapes).toEqual([['N', 1]]);
    expect(layerResult(flatten, {}, [['N', 3, null]]).shapes).toEqual([['N', null]]);
    expect(layerResult(flatten, {}, [{ dtype: 'int32', shape: null }]).shapes).toEqual([null]);
  });

  it('moves the channels of channels_first to the end before, as Keras 3.15.1 does', () => {
    const input = { shape: [1, 2, 3, 2], values: Array.from({ length: 12 }, (_, i) => i) };
    const { outputs } = runForward(tf, flatten, forward, { data_format: 'channels_first' }, [input]);
    expect(outputs[0]?.shape).toEqual([1, 12]);
    expect(rounded(outputs[0])).toEqual([0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]);
    const last = runForward(tf, flatten, forward, {}, [input]);
    expect(rounded(last.outputs[0])).toEqual(input.values);
  });

  it('refuses a scalar', () => {
    expect(layerResult(flatten, {}, [[]]).error?.code).toBe('shape.rank');
  });
});
