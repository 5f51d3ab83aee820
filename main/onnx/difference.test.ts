import { describe, expect, it } from 'vitest';
import { difference } from './difference.ts';

const tensor = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });

describe('difference', () => {
  it('measures against the deviation, so that a constant part hides nothing', () => {
    // Deviation of 999, 1001 is 1; 0.5 is half of it.
    expect(difference(tensor(999, 1001), tensor(999, 1001.5))).toEqual({
      maxAbsDiff: 0.5,
      maxRelDiff: 0.5,
      shapes: null,
    });
    expect(difference(tensor(999, 1001), tensor(999, 1001.5), 'rms').maxRelDiff).toBeCloseTo(0.0005, 6);
  });

  it('falls back to the size of values that are all alike', () => {
    expect(difference(tensor(2, 2), tensor(2, 2.5)).maxRelDiff).toBe(0.25);
    expect(difference(tensor(0, 0), tensor(0, 0)).maxRelDiff).toBe(0);
  });

  it('takes other shapes and numbers that are not finite for infinitely different', () => {
    expect(difference(tensor(1, 2), tensor(1)).maxRelDiff).toBe(Number.POSITIVE_INFINITY);
    expect(difference(tensor(1, 2), tensor(1, Number.NaN)).maxRelDiff).toBe(Number.POSITIVE_INFINITY);
    expect(difference(tensor(1, 2), tensor(Number.POSITIVE_INFINITY, 2)).maxRelDiff).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
