import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { ramp, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './reshape.tfjs.ts';
import reshape from './reshape.ts';

describe('Reshape', () => {
  // Shapes of keras.layers.Reshape(...).compute_output_shape, Keras 3.15.1.
  it.each([
    [
      [3, -1],
      ['N', 2, 3, 2],
      ['N', 3, 4],
    ],
    [[-1], ['N', 2, 3, 2], ['N', 12]],
    [
      [4, 3],
      ['N', 2, 3, 2],
      ['N', 4, 3],
    ],
    [
      [3, -1],
      ['N', null, 2],
      ['N', 3, null],
    ],
    [
      [3, 2],
      ['N', null, 2],
      ['N', 3, 2],
    ],
  ])('to %j of %j: %j', (target_shape, input, expected) => {
    expect(layerResult(reshape, { target_shape }, [input]).shapes).toEqual([expected]);
  });

  it('keeps the elements in their order', () => {
    const { outputs } = runForward(tf, reshape, forward, { target_shape: [5, -1] }, [ramp([3, 7, 10])]);
    expect(outputs[0]).toEqual({ shape: [3, 5, 14], values: ramp([3, 7, 10]).values });
  });

  it('tells the extents, and why they fit', () => {
    const result = layerResult(reshape, { target_shape: [28, 28, 1] }, [['N', 784]]);
    expect(result.keyLine).toBe('28×28×1');
    expect(result.explanations[0]).toMatchObject({ formula: '784 = 28 × 28 × 1', result: '784' });
  });

  it('says which numbers do not fit', () => {
    const { error } = layerResult(reshape, { target_shape: [5, 5] }, [['N', 6, 4]]);
    expect(error?.code).toBe('shape.reshape');
    expect(error?.message).toMatch(/\(None, 6, 4\) with 24 elements .* \[5, 5\] with 25/);
    expect(layerResult(reshape, { target_shape: [5, -1] }, [['N', 6, 4]]).error?.message).toMatch(
      /that 5 divides/,
    );
    expect(layerResult(reshape, { target_shape: [-1, -1] }, [['N', 6]]).error?.code).toBe('parameter.value');
  });
});
