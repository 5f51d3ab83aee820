import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './spatial-dropout2d.tfjs.ts';
import spatialDropout2d from './spatial-dropout2d.ts';

/** Draws 0.2 for the first channel and 0.7 for the second one. */
const DRAWS = {
  uniform: (shape: readonly number[]) => tf.tensor([0.2, 0.7], [...shape]),
  normal: (shape: readonly number[]) => tf.zeros([...shape]),
};

describe('SpatialDropout2D', () => {
  it('keeps the shape and has no weights', () => {
    const result = layerResult(spatialDropout2d, { rate: 0.25 }, [['N', 7, 10, 4]]);
    expect(result.shapes).toEqual([['N', 7, 10, 4]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('rate 0.25');
    expect(result.explanations[0]).toMatchObject({ formula: '0.75 × 4', result: '3' });
  });

  it('drops a channel as a whole and doubles the other one at rate 0.5', () => {
    const input = { shape: [1, 1, 3, 2], values: [1, 2, 3, 4, 5, 6] };
    const result = runForward(tf, spatialDropout2d, forward, {}, [input], { training: true, random: DRAWS });
    expect(result.outputs[0]).toEqual({ shape: [1, 1, 3, 2], values: [0, 4, 0, 8, 0, 12] });
    expect(runForward(tf, spatialDropout2d, forward, {}, [input]).outputs[0]?.values).toEqual(input.values);
  });

  it('finds the channels of channels-first maps', () => {
    const input = { shape: [1, 2, 1, 3], values: [1, 2, 3, 4, 5, 6] };
    const raw = { data_format: 'channels_first' };
    const result = runForward(tf, spatialDropout2d, forward, raw, [input], { training: true, random: DRAWS });
    expect(result.outputs[0]?.values).toEqual([0, 0, 0, 8, 10, 12]);
  });

  it('refuses an input of another rank', () => {
    expect(layerResult(spatialDropout2d, {}, [['N', 5]]).error?.code).toBe('shape.rank');
  });
});
