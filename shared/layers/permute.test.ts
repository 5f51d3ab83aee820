import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './permute.tfjs.ts';
import permute from './permute.ts';

describe('Permute', () => {
  it('reorders the extents (Keras: (4, 5, 6) by (3, 1, 2) gives (6, 4, 5)), open and named ones too', () => {
    expect(layerResult(permute, { dims: [3, 1, 2] }, [['N', 4, 5, 6]]).shapes).toEqual([['N', 6, 4, 5]]);
    expect(layerResult(permute, { dims: [2, 1] }, [['N', 'T', null]]).shapes).toEqual([['N', null, 'T']]);
    expect(layerResult(permute, { dims: [3, 1, 2] }, [['N', 4, 5, 6]]).keyLine).toBe('3, 1, 2');
  });

  it('moves the elements as Keras 3.15.1 does', () => {
    const input = { shape: [1, 2, 3, 2], values: Array.from({ length: 12 }, (_, i) => i) };
    const { outputs } = runForward(tf, permute, forward, { dims: [3, 1, 2] }, [input]);
    expect(outputs[0]).toEqual({ shape: [1, 2, 2, 3], values: [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11] });
  });

  it('refuses dims that leave out or repeat an axis, and offers the reverse', () => {
    for (const dims of [[1], [1, 1], [0, 1], [1, 2, 3]])
      expect(layerResult(permute, { dims }, [['N', 7, 10]]).error?.code).toBe('shape.axis');
    expect(layerResult(permute, { dims: [2, 1] }, [['N', 7, 10, 3]]).error?.fix).toMatchObject({
      parameters: { dims: [3, 2, 1] },
    });
  });
});
