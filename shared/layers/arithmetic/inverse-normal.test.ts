import { describe, expect, it } from 'vitest';
import { inverseNormal } from './inverse-normal.ts';

describe('inverseNormal', () => {
  it('gives the quantiles of statistical tables (and of SciPy norm.ppf) in each of its ranges', () => {
    expect(inverseNormal(0.5)).toBe(0);
    expect(inverseNormal(0.8413447460685429)).toBeCloseTo(1, 14);
    expect(inverseNormal(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(inverseNormal(0.0227501319481792)).toBeCloseTo(-2, 13);
    expect(inverseNormal(0.001)).toBeCloseTo(-3.090232306167813, 13);
    // AS 241's own check value: the quantile of 1e-20.
    expect(inverseNormal(1e-20)).toBeCloseTo(-9.2623400897984, 12);
  });
});
