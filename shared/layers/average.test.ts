import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './average.tfjs.ts';
import average from './average.ts';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Average', () => {
  it('keeps the common shape and has no weights', () => {
    const result = layerResult(average, {}, [
      ['N', 7, 10, 3],
      ['N', 7, 10, 3],
    ]);
    expect(result.shapes).toEqual([['N', 7, 10, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('');
  });

  it('computes element by element, the smaller input stretched: (1 + 1) / 2, (1 + 2) / 2, ...', () => {
    const { outputs } = runForward(tf, average, forward, {}, [
      { shape: [1, 2, 3], values: [1, 1, 1, 2, 2, 2] },
      { shape: [1, 3], values: [1, 2, 3] },
    ]);
    expect(outputs[0]).toEqual({ shape: [1, 2, 3], values: [1, 1.5, 2, 1.5, 2, 2.5] });
  });

  it('lets the gradient through: d((x + 2) / 2) = 0.5', () => {
    const gradient = forwardGradient(
      tf,
      average,
      // The second input is fixed.
      (engine, context) =>
        forward(engine, { ...context, inputs: [...context.inputs, tf.tensor([2, 2], [1, 2])] }),
      {},
      { shape: [1, 2], values: [1, 3] },
    );
    expect(gradient.values).toEqual([0.5, 0.5]);
  });

  it('refuses inputs that do not fit', () => {
    const { error } = layerResult(average, {}, [
      ['N', 7, 10, 3],
      ['N', 6, 10, 3],
    ]);
    expect(error?.code).toBe('shape.mismatch');
    expect(error?.message).toMatch(/axis 1 is 7 and 6/);
  });
});
