import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './sum-pooling2d.tfjs.ts';
import sumPooling2d from './sum-pooling2d.ts';

describe('SumPooling2D', () => {
  it('halves 7 × 10 to 3 × 5 (floor) or 4 × 5 (same)', () => {
    expect(layerResult(sumPooling2d, {}, [['N', 7, 10, 5]]).shapes).toEqual([['N', 3, 5, 5]]);
    expect(layerResult(sumPooling2d, { padding: 'same' }, [['N', 7, 10, 5]]).shapes).toEqual([
      ['N', 4, 5, 5],
    ]);
  });

  it('adds the elements of each window, padding as zero: 1 + 2 + 4 + 5 = 12, 3 + 6 = 9', () => {
    const input = { shape: [1, 2, 3, 1], values: [1, 2, 3, 4, 5, 6] };
    const [result] = runForward(tf, sumPooling2d, forward, { padding: 'same' }, [input]).outputs;
    expect(result).toEqual({ shape: [1, 1, 2, 1], values: [12, 9] });
    expect(forwardGradient(tf, sumPooling2d, forward, { padding: 'same' }, input).values).toEqual([
      1, 1, 1, 1, 1, 1,
    ]);
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(sumPooling2d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
