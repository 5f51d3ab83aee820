import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './discretization.tfjs.ts';
import discretization from './discretization.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Discretization', () => {
  it('sorts (−1.5, 1, 3.4, 0.5) into bins 0, 2, 3, 1 of the boundaries 0, 1, 2 (Keras’s example)', () => {
    const { outputs } = runForward(tf, discretization, forward, { bin_boundaries: [0, 1, 2] }, [
      { shape: [2, 2], values: [-1.5, 1, 3.4, 0.5] },
    ]);
    expect(outputs).toEqual([{ shape: [2, 2], values: [0, 2, 3, 1] }]);
  });

  it('writes bins as vectors', () => {
    const raw = { bin_boundaries: [0, 1, 2], output_mode: 'count' };
    const { outputs } = runForward(tf, discretization, forward, raw, [
      { shape: [1, 3], values: [5, 0.2, 9] },
    ]);
    expect(outputs[0]?.values).toEqual([0, 1, 0, 2]);
    expect(layerResult(discretization, raw, [['N', 3]]).shapes).toEqual([['N', 4]]);
  });

  it('refuses boundaries that do not grow', () => {
    const error = layerResult(discretization, { bin_boundaries: [1, 1] }, [['N', 3]]).error;
    expect(error?.code).toBe('parameter.conflict');
    expect(layerResult(discretization, { bin_boundaries: [] }, [['N', 3]]).error?.code).toBe(
      'parameter.conflict',
    );
  });
});
