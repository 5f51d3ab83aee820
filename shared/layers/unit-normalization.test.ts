import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { forwardGradient, rounded, runForward } from './forward-testing.ts';
import { layerResult } from './layer-testing.ts';
import { forward } from './unit-normalization.tfjs.ts';
import unitNormalization from './unit-normalization.ts';

describe('UnitNormalization', () => {
  it('brings (3, 4) to (0.6, 0.8) and leaves zeros', () => {
    const input = { shape: [2, 2], values: [3, 4, 0, 0] };
    const [result] = runForward(tf, unitNormalization, forward, {}, [input]).outputs;
    expect(rounded(result)).toEqual([0.6, 0.8, 0, 0]);
  });

  it('goes over several axes together: √(1 + 4 + 4 + 16) = 5', () => {
    const input = { shape: [1, 2, 2], values: [1, 2, 2, 4] };
    const [result] = runForward(tf, unitNormalization, forward, { axis: [-1, 1] }, [input]).outputs;
    expect(rounded(result)).toEqual([0.2, 0.4, 0.4, 0.8]);
  });

  it('has a gradient at right angles to the output, finite on zeros', () => {
    // d(x / |x|) along (1, 0) at (3, 4): (1/5 − 3·3/125, −3·4/125) = (0.128, −0.096).
    const at = (values: readonly number[]) =>
      forwardGradient(
        tf,
        unitNormalization,
        forward,
        {},
        { shape: [1, 2], values },
        { shape: [1, 2], values: [1, 0] },
      );
    expect(rounded(at([3, 4]))).toEqual([0.128, -0.096]);
    expect(at([0, 0]).values.every(Number.isFinite)).toBe(true);
  });

  it('keeps the shape and refuses the batch', () => {
    expect(layerResult(unitNormalization, {}, [['N', null, 5]]).shapes).toEqual([['N', null, 5]]);
    expect(layerResult(unitNormalization, { axis: [1, 2] }, [['N', 7, 5]]).keyLine).toBe('axis 1, 2');
    expect(layerResult(unitNormalization, { axis: 0 }, [['N', 5]]).error?.code).toBe('shape.axis');
  });
});
