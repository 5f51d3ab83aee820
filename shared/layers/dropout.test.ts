import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forward } from './dropout.tfjs.ts';
import dropout from './dropout.ts';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';

/** Draws 0, 1/n, 2/n, ... */
const DRAWS = {
  uniform: (shape: readonly number[]) => {
    const count = shape.reduce((product, extent) => product * extent, 1);
    return tf.tensor(
      Array.from({ length: count }, (_, i) => i / count),
      [...shape],
    );
  },
  normal: (shape: readonly number[]) => tf.zeros([...shape]),
};
const INPUT = { shape: [2, 2], values: [1, 2, 3, 4] };

describe('Dropout', () => {
  it('keeps shape and element type, has no weights, and explains 0.5 × 4,096 = 2,048', () => {
    const result = layerResult(dropout, {}, [['N', 4096]]);
    expect(result.shapes).toEqual([['N', 4096]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('rate 0.5');
    expect(result.explanations[0]).toMatchObject({ formula: '0.5 × 4,096', result: '2,048' });
    expect(result.explanations[1]).toMatchObject({ result: '2' });
  });

  it('refuses a rate outside 0 to 1', () => {
    expect(() => layerResult(dropout, { rate: 1.5 }, [['N', 5]])).toThrow('from 0 to 1');
  });

  it('drops where the draw is below the rate and multiplies the rest by 1 / (1 − 0.25)', () => {
    const options = { training: true, random: DRAWS };
    const [result] = runForward(tf, dropout, forward, { rate: 0.25 }, [INPUT], options).outputs;
    const expected = [0, 2 / 0.75, 3 / 0.75, 4 / 0.75];
    result?.values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
    });
    expect(forwardGradient(tf, dropout, forward, {}, INPUT, null, options).values).toEqual([0, 0, 2, 2]);
  });

  it('passes the input at inference and at rate 0, and drops all at rate 1', () => {
    const values = (rate: number, training: boolean) =>
      runForward(tf, dropout, forward, { rate }, [INPUT], { training, random: DRAWS }).outputs[0]?.values;
    expect(values(0.5, false)).toEqual([1, 2, 3, 4]);
    expect(values(0, true)).toEqual([1, 2, 3, 4]);
    expect(values(1, true)).toEqual([0, 0, 0, 0]);
  });
});
