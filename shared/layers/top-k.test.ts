import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './top-k.tfjs.ts';
import topK from './top-k.ts';

describe('TopK', () => {
  it('has two outputs of extent k', () => {
    expect(layerResult(topK, { k: 3, axis: 1 }, [['N', 10, 4]]).shapes).toEqual([
      ['N', 3, 4],
      ['N', 3, 4],
    ]);
    expect(layerResult(topK, { k: 11 }, [['N', 10]]).error?.code).toBe('parameter.value');
  });

  it('gives the elements in order and where they stood, along any axis', () => {
    const x = { shape: [3, 2], values: [3, 1, 9, 2, 5, 8] };
    const [elements, positions] = runForward(tf, topK, forward, { k: 2, axis: 0 }, [x]).outputs;
    expect(elements?.values).toEqual([9, 8, 5, 2]);
    expect(positions?.values).toEqual([1, 2, 2, 1]);
    expect(forwardGradient(tf, topK, forward, { k: 2, axis: 0 }, x).values).toEqual([0, 0, 1, 1, 1, 1]);
  });
});
