import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './reduce.tfjs.ts';
import reduce from './reduce.ts';

const X = { shape: [2, 2], values: [3, 4, 0, 2] };

describe('Reduce', () => {
  it('keeps or drops the axes, the batch too', () => {
    const shapes = (raw: Record<string, number[] | boolean>) =>
      layerResult(reduce, raw, [['N', 7, 10, 3]]).shapes[0];
    expect(shapes({ axes: [1, 2] })).toEqual(['N', 1, 1, 3]);
    expect(shapes({ axes: [0, -1], keepdims: false })).toEqual([7, 10]);
    expect(shapes({})).toEqual([1, 1, 1, 1]);
    expect(layerResult(reduce, { axes: [1, -1] }, [['N', 3]]).error?.code).toBe('shape.axis');
    expect(layerResult(reduce, { axes: [2] }, [['N', 3]]).error?.code).toBe('shape.axis');
  });

  it.each([
    ['mean', [3.5, 1]],
    ['sum', [7, 2]],
    ['max', [4, 2]],
    ['min', [3, 0]],
    ['prod', [12, 0]],
    ['l2', [5, 2]],
    ['sumsquare', [25, 4]],
    ['logsum', [Math.log(7), Math.log(2)]],
    // log(e^3 + e^4), log(1 + e^2)
    ['logsumexp', [4.31326, 2.12693]],
  ])('%s of the rows 3 4 and 0 2', (name, expected) => {
    const [result] = runForward(tf, reduce, forward, { function: name, axes: [1] }, [X]).outputs;
    expected.forEach((value, i) => {
      expect(result?.values[i]).toBeCloseTo(value, 4);
    });
  });

  it('has the gradient x / ‖x‖ of the norm', () => {
    const { values } = forwardGradient(tf, reduce, forward, { function: 'l2', axes: [1] }, X);
    expect(values[0]).toBeCloseTo(0.6);
    expect(values[1]).toBeCloseTo(0.8);
  });
});
