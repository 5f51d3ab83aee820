import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './binary.tfjs.ts';
import binary from './binary.ts';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

describe('Binary', () => {
  it('broadcasts whole shapes from the last axis, the batch like any other', () => {
    expect(
      layerResult(binary, {}, [
        ['N', 7, 10, 3],
        [10, 1],
      ]).shapes,
    ).toEqual([['N', 7, 10, 3]]);
    expect(
      layerResult(binary, {}, [
        ['N', 3],
        [5, 1, 1],
      ]).shapes,
    ).toEqual([[5, 'N', 3]]);
    expect(
      layerResult(binary, {}, [
        ['N', null],
        ['N', 4],
      ]).shapes,
    ).toEqual([['N', 4]]);
    expect(
      layerResult(binary, {}, [
        ['N', 'T'],
        ['N', 'S'],
      ]).shapes,
    ).toEqual([['N', null]]);
    expect(
      layerResult(binary, {}, [
        ['N', 3],
        ['N', 4],
      ]).error?.code,
    ).toBe('shape.mismatch');
  });

  it('has a weight where one operand is none: 10 × 1 elements that do not learn by themselves', () => {
    const result = layerResult(binary, { value: null, value_shape: [10, 1] }, [['N', 10, 3]]);
    expect([result.parameterCount, result.trainableCount]).toEqual([10, 0]);
    expect(layerResult(binary, { value: [1, 2], value_shape: [3] }, [['N', 3]]).error?.code).toBe(
      'parameter.conflict',
    );
  });

  it('refuses operands of two types, and numbers where booleans are needed', () => {
    const whole = { dtype: 'int64', shape: ['N', 3] } as const;
    expect(layerResult(binary, {}, [['N', 3], whole]).error?.code).toBe('shape.dtype');
    expect(layerResult(binary, { function: 'and' }, [whole, whole]).error?.code).toBe('shape.dtype');
  });

  it('divides and takes remainders of whole numbers as ONNX does: −7 / 2 = −3, −7 mod 2 = 1, fmod −1', () => {
    const elements = (name: string) => {
      const context = { name: 'layer', inputs: [{ dtype: 'int64', shape: [1], constant: [-7] }] } as const;
      const parameters = { value_shape: [], value: [2], reverse: false, trainable: false } as const;
      return binary.infer({
        ...context,
        parameters: { ...parameters, function: name as 'divide', initializer: { name: 'zeros' } },
      })[0]?.constant;
    };
    expect([elements('divide'), elements('modulo'), elements('fmod')]).toEqual([[-3], [1], [-1]]);
  });

  it('computes 1 − x with reverse, and its gradient', () => {
    const raw = { function: 'subtract', value: 1, reverse: true };
    const input = { shape: [3], values: [0, 2, -1] };
    expect(runForward(tf, binary, forward, raw, [input]).outputs[0]?.values).toEqual([1, -1, 2]);
    expect(forwardGradient(tf, binary, forward, raw, input).values).toEqual([-1, -1, -1]);
  });

  it('passes the gradient of a minimum to the smaller operand, over a stretched axis', () => {
    const gradient = forwardGradient(
      tf,
      binary,
      forward,
      { function: 'minimum', value: [1, 5], value_shape: [2, 1] },
      { shape: [3], values: [0, 2, 9] },
    );
    // Rows against 1 and 5: x is the smaller one in (0), and in (0, 2).
    expect(gradient.values).toEqual([2, 1, 0]);
  });
});
