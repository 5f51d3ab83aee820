import { describe, expect, it } from 'vitest';
import { fillNormal, fillTruncatedNormal, fillUniform, RandomBits, weightSeed } from './random.ts';

const COUNT = 1_000_000;

function moments(values: Float32Array): { mean: number; variance: number; min: number; max: number } {
  let sum = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / values.length;
  return { mean, variance: squares / values.length - mean * mean, min, max };
}

// Bounds are five standard errors: of a mean sigma / sqrt(n), of a variance sqrt((m4 - sigma^4) / n).
describe('random numbers', () => {
  it('repeats with the seed and differs between seeds', () => {
    const draw = (seed: number) => {
      const out = new Uint32Array(1000);
      new RandomBits(seed).fill(out);
      return out;
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    // Seeds that differ only above 32 bits differ too.
    expect(draw(7)).not.toEqual(draw(7 + 2 ** 40));
    expect(new Set([...draw(0), ...draw(1)]).size).toBeGreaterThan(1990);
  });

  it('gives the same numbers whatever the length asked for', () => {
    const short = new Float32Array(5000);
    const long = new Float32Array(20_000);
    fillNormal(short, 3, 0, 1);
    fillNormal(long, 3, 0, 1);
    expect(long.subarray(0, 5000)).toEqual(short);
  });

  it('uniform on [-2, 4]: mean 1, variance 36 / 12 = 3', () => {
    const values = new Float32Array(COUNT);
    fillUniform(values, 11, -2, 4);
    const { mean, variance, min, max } = moments(values);
    // sigma = 1.732: 5 x 1.732 / 1000 = 0.0087; m4 = 6^4 / 80 = 16.2: 5 x sqrt(16.2 - 9) / 1000 = 0.0134.
    expect(Math.abs(mean - 1)).toBeLessThan(0.0087);
    expect(Math.abs(variance - 3)).toBeLessThan(0.0134);
    expect(min).toBeGreaterThanOrEqual(-2);
    expect(max).toBeLessThanOrEqual(4);
    // Sixteen equal classes: chi-squared with 15 degrees of freedom stays below 44.26 but for one seed in 10,000.
    const classes = new Float64Array(16);
    for (const value of values) {
      const at = Math.min(15, Math.floor(((value + 2) / 6) * 16));
      classes[at] = (classes[at] ?? 0) + 1;
    }
    const expected = COUNT / 16;
    expect(classes.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)).toBeLessThan(44.26);
  });

  it('normal of mean 0.5 and deviation 2', () => {
    const values = new Float32Array(COUNT);
    fillNormal(values, 12, 0.5, 2);
    const { mean, variance } = moments(values);
    // 5 x 2 / 1000 = 0.01; m4 = 3 x 16 = 48: 5 x sqrt(48 - 16) / 1000 = 0.0283.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(variance - 4)).toBeLessThan(0.0283);
    // P(|z| > 3) = 0.0026998: 2,700 of a million, deviation sqrt(2700) = 52, five of them 260.
    const far = values.reduce((count, value) => count + (Math.abs(value - 0.5) > 6 ? 1 : 0), 0);
    expect(Math.abs(far - 2700)).toBeLessThan(260);
  });

  it('truncated normal: inside two deviations, deviation 0.8796 of the uncut one', () => {
    const values = new Float32Array(COUNT);
    fillTruncatedNormal(values, 13, 0, 1);
    const { mean, variance, min, max } = moments(values);
    // sigma = 0.8796: 5 x 0.8796 / 1000 = 0.0044.
    expect(Math.abs(mean)).toBeLessThan(0.0044);
    // Variance 1 - 2 x 2 x 0.05399 / 0.9545 = 0.77374; m4 = 3 sigma^2 - 2^3 x 2 x 0.05399 / 0.9545 = 1.4162:
    // 5 x sqrt(1.4162 - 0.5987) / 1000 = 0.0045.
    expect(Math.abs(variance - 0.773741)).toBeLessThan(0.0045);
    expect(min).toBeGreaterThanOrEqual(-2);
    expect(max).toBeLessThanOrEqual(2);
    expect(max).toBeGreaterThan(1.999);
    // P(|z| < 1) / P(|z| < 2) = 0.682689 / 0.954500 = 0.715233: deviation sqrt(p (1 - p) n) = 451, five of them 2,257.
    const near = values.reduce((count, value) => count + (Math.abs(value) < 1 ? 1 : 0), 0);
    expect(Math.abs(near - 715_233)).toBeLessThan(2257);
  });
});

describe('weightSeed', () => {
  it('is a function of seed and name, and hardly ever the same for two of them', () => {
    expect(weightSeed(1, 'conv1/kernel')).toBe(weightSeed(1, 'conv1/kernel'));
    const seeds = new Set<number>();
    for (let seed = 0; seed < 50; seed++)
      for (let layer = 0; layer < 1000; layer++) seeds.add(weightSeed(seed, `conv${layer}/kernel`));
    expect(seeds.size).toBe(50_000);
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });
});
