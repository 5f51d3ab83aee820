import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './category-encoding.tfjs.ts';
import categoryEncoding from './category-encoding.ts';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('CategoryEncoding', () => {
  const shape = (output_mode: string, ...input: (string | number)[]) =>
    layerResult(categoryEncoding, { num_tokens: 4, output_mode }, [input]).shapes[0];

  it('gives one vector a sample, or one a number', () => {
    expect(shape('multi_hot', 'N', 3)).toEqual(['N', 4]);
    expect(shape('count', 'N', 3)).toEqual(['N', 4]);
    expect(shape('one_hot', 'N', 3)).toEqual(['N', 3, 4]);
    expect(shape('one_hot', 'N', 1)).toEqual(['N', 4]);
    expect(layerResult(categoryEncoding, {}, [['N', 7, 3]]).error?.code).toBe('shape.rank');
  });

  it('writes ones and counts, and nothing for numbers outside (Keras: the same)', () => {
    const values = (output_mode: string) =>
      runForward(tf, categoryEncoding, forward, { num_tokens: 4, output_mode }, [
        { shape: [1, 3], values: [0, 2, 2] },
      ]).outputs[0]?.values;
    expect(values('multi_hot')).toEqual([1, 0, 1, 0]);
    expect(values('count')).toEqual([1, 0, 2, 0]);
    expect(values('one_hot')).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
    const outside = runForward(tf, categoryEncoding, forward, { num_tokens: 2, output_mode: 'one_hot' }, [
      { shape: [1, 2], values: [-1, 2] },
    ]);
    expect(outside.outputs[0]?.values).toEqual([0, 0, 0, 0]);
  });
});
