import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { forward } from './l2-pooling2d.tfjs.ts';
import l2Pooling2d from './l2-pooling2d.ts';
import { layerResult } from './layer-testing.ts';

describe('L2Pooling2D', () => {
  it('is found as the square-sum of the lectures and has the sizes of any pooling', () => {
    expect(l2Pooling2d.searchWords).toContain('square-sum');
    expect(layerResult(l2Pooling2d, { pool_size: 3, strides: 2 }, [['N', 7, 10, 5]]).shapes).toEqual([
      ['N', 3, 4, 5],
    ]);
  });

  it('takes √(1² + 2² + 2² + 4²) = 5 and, at the border, √(3² + 4²) = 5', () => {
    const input = { shape: [1, 2, 3, 1], values: [1, -2, 3, 2, 4, 4] };
    const [result] = runForward(tf, l2Pooling2d, forward, { padding: 'same' }, [input]).outputs;
    expect(rounded(result)).toEqual([5, 5]);
  });

  it('has the gradient x / result, and 0 where the whole window is 0 (not NaN)', () => {
    const input = { shape: [1, 2, 4, 1], values: [1, -2, 0, 0, 2, 4, 0, 0] };
    expect(rounded(forwardGradient(tf, l2Pooling2d, forward, {}, input))).toEqual([
      0.2, -0.4, 0, 0, 0.4, 0.8, 0, 0,
    ]);
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(l2Pooling2d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
