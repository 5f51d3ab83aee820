import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './center-crop.tfjs.ts';
import centerCrop from './center-crop.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('CenterCrop', () => {
  it('gives the wished size, and refuses images of unknown size', () => {
    const raw = { height: 4, width: 6 };
    expect(layerResult(centerCrop, raw, [['N', 7, 10, 3]]).shapes).toEqual([['N', 4, 6, 3]]);
    expect(layerResult(centerCrop, raw, [['N', null, 10, 3]]).error?.code).toBe('shape.unknown');
    expect(layerResult(centerCrop, raw, [['N', 7, 10]]).error?.code).toBe('shape.rank');
  });

  it('keeps the middle; an odd pixel is cut off behind', () => {
    const { outputs } = runForward(tf, centerCrop, forward, { height: 1, width: 2 }, [
      { shape: [1, 1, 5, 1], values: [1, 2, 3, 4, 5] },
    ]);
    expect(outputs).toEqual([{ shape: [1, 1, 2, 1], values: [2, 3] }]);
  });

  it('enlarges what is too small', () => {
    const { outputs } = runForward(tf, centerCrop, forward, { height: 2, width: 2 }, [
      { shape: [1, 1, 2, 1], values: [3, 5] },
    ]);
    // A square of one pixel is cut from the middle (beginning at ⌊(2 − 1) / 2⌋ = 0) and enlarged.
    expect(outputs).toEqual([{ shape: [1, 2, 2, 1], values: [3, 3, 3, 3] }]);
  });
});
