import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './add.tfjs.ts';
import add from './add.ts';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Add', () => {
  it('keeps the common shape and has no weights', () => {
    const result = layerResult(add, {}, [
      ['N', 7, 10, 3],
      ['N', 7, 10, 3],
    ]);
    expect(result.shapes).toEqual([['N', 7, 10, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('');
  });

  it('computes element by element, the smaller input stretched: 1 + 1, 1 + 2, ...', () => {
    const { outputs } = runForward(tf, add, forward, {}, [
      { shape: [1, 2, 3], values: [1, 1, 1, 2, 2, 2] },
      { shape: [1, 3], values: [1, 2, 3] },
    ]);
    expect(outputs[0]).toEqual({ shape: [1, 2, 3], values: [2, 3, 4, 3, 4, 5] });
  });

  it('lets the gradient through: d(x + 2) = 1', () => {
    const gradient = forwardGradient(
      tf,
      add,
      // The second input is fixed.
      (engine, context) =>
        forward(engine, { ...context, inputs: [...context.inputs, tf.tensor([2, 2], [1, 2])] }),
      {},
      { shape: [1, 2], values: [1, 3] },
    );
    expect(gradient.values).toEqual([1, 1]);
  });

  it('refuses inputs that do not fit', () => {
    const { error } = layerResult(add, {}, [
      ['N', 7, 10, 3],
      ['N', 6, 10, 3],
    ]);
    expect(error?.code).toBe('shape.mismatch');
    expect(error?.message).toMatch(/axis 1 is 7 and 6/);
  });
});
