import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './repeat-vector.tfjs.ts';
import repeatVector from './repeat-vector.ts';

describe('RepeatVector', () => {
  it('gives 10 steps of 64 features', () => {
    const result = layerResult(repeatVector, { n: 10 }, [['N', 64]]);
    expect(result.shapes).toEqual([['N', 10, 64]]);
    expect(result.keyLine).toBe('×10');
  });

  it('refuses a sequence', () => {
    expect(layerResult(repeatVector, {}, [['N', 7, 5]]).error?.code).toBe('shape.rank');
  });

  it('repeats each vector whole', () => {
    const { outputs } = runForward(tf, repeatVector, forward, {}, [{ shape: [2, 2], values: [1, 2, 3, 4] }]);
    expect(outputs).toEqual([{ shape: [2, 2, 2], values: [1, 2, 1, 2, 3, 4, 3, 4] }]);
  });
});
