import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './multiply.tfjs.ts';
import multiply from './multiply.ts';

describe('Multiply', () => {
  it('keeps the common shape and has no weights', () => {
    const result = layerResult(multiply, {}, [
      ['N', 7, 10, 3],
      ['N', 7, 10, 3],
    ]);
    expect(result.shapes).toEqual([['N', 7, 10, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('');
  });

  it('computes element by element, the smaller input stretched: 1 × 1, 1 × 2, ...', () => {
    const { outputs } = runForward(tf, multiply, forward, {}, [
      { shape: [1, 2, 3], values: [1, 1, 1, 2, 2, 2] },
      { shape: [1, 3], values: [1, 2, 3] },
    ]);
    expect(outputs[0]).toEqual({ shape: [1, 2, 3], values: [1, 2, 3, 2, 4, 6] });
  });

  it('lets the gradient through: d(2 x) = 2', () => {
    const gradient = forwardGradient(
      tf,
      multiply,
      // The second input is fixed.
      (engine, context) =>
        forward(engine, { ...context, inputs: [...context.inputs, tf.tensor([2, 2], [1, 2])] }),
      {},
      { shape: [1, 2], values: [1, 3] },
    );
    expect(gradient.values).toEqual([2, 2]);
  });

  it('refuses inputs that do not fit', () => {
    const { error } = layerResult(multiply, {}, [
      ['N', 7, 10, 3],
      ['N', 6, 10, 3],
    ]);
    expect(error?.code).toBe('shape.mismatch');
    expect(error?.message).toMatch(/axis 1 is 7 and 6/);
  });
});
