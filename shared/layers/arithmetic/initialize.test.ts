import { describe, expect, it } from 'vitest';
import type { WeightDescription } from '../contract.ts';
import { computeFans, initializeInPieces, initializeWeight } from './initialize.ts';
import type { Initializer } from './initializer-names.ts';

function draw(shape: readonly number[], initializer: Initializer, extra: Partial<WeightDescription> = {}) {
  return initializeWeight({ name: 'kernel', shape, initializer, trainable: true, ...extra }, 20_240_501);
}

function deviation(values: Float32Array): number {
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(squares / values.length);
}

const largest = (values: Float32Array) => values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);

describe('computeFans', () => {
  it("is Keras's compute_fans: 5 x 5 x 3 x 32 has 75 in, 800 out", () => {
    expect(computeFans([5, 5, 3, 32])).toEqual({ fanIn: 75, fanOut: 800 });
    expect(computeFans([784, 128])).toEqual({ fanIn: 784, fanOut: 128 });
    expect(computeFans([7])).toEqual({ fanIn: 7, fanOut: 7 });
    expect(computeFans([])).toEqual({ fanIn: 1, fanOut: 1 });
  });
});

describe('initializeWeight', () => {
  // 5 x 5 x 40 x 60: 60,000 values, fans 1,000 and 1,500. The standard error of a deviation is at most
  // sigma / sqrt(2 n) = 0.29 % for normal numbers (less for uniform and cut ones): five of them 1.45 %.
  const shape = [5, 5, 40, 60];
  const within = (actual: number, expected: number) =>
    expect(Math.abs(actual / expected - 1)).toBeLessThan(0.0145);

  it('glorot_uniform: limit sqrt(6 / (1000 + 1500)) = 0.04899, deviation limit / sqrt(3)', () => {
    const values = draw(shape, { name: 'glorot_uniform' });
    expect(largest(values)).toBeLessThanOrEqual(0.04899);
    expect(largest(values)).toBeGreaterThan(0.0489);
    within(deviation(values), 0.0489898 / Math.sqrt(3));
  });

  it('glorot_normal: deviation sqrt(2 / 2500) = 0.02828 after the cut at 2 x 0.02828 / 0.87963 = 0.06431', () => {
    const values = draw(shape, { name: 'glorot_normal' });
    within(deviation(values), 0.0282843);
    expect(largest(values)).toBeLessThanOrEqual(0.06431);
    expect(largest(values)).toBeGreaterThan(0.0642);
  });

  it('he_uniform: limit sqrt(6 / 1000) = 0.07746; he_normal: deviation sqrt(2 / 1000) = 0.04472', () => {
    const uniform = draw(shape, { name: 'he_uniform' });
    expect(largest(uniform)).toBeLessThanOrEqual(0.07746);
    expect(largest(uniform)).toBeGreaterThan(0.0774);
    const normal = draw(shape, { name: 'he_normal' });
    within(deviation(normal), 0.0447214);
    expect(largest(normal)).toBeLessThanOrEqual(0.101683);
  });

  it('lecun_uniform: limit sqrt(3 / 1000) = 0.05477; lecun_normal: deviation sqrt(1 / 1000) = 0.03162', () => {
    const uniform = draw(shape, { name: 'lecun_uniform' });
    expect(largest(uniform)).toBeLessThanOrEqual(0.054773);
    expect(largest(uniform)).toBeGreaterThan(0.0547);
    within(deviation(draw(shape, { name: 'lecun_normal' })), 0.0316228);
  });

  it('variance_scaling takes scale, mode and distribution: sqrt(3 / 1500) = 0.04472 untruncated', () => {
    const values = draw(shape, {
      name: 'variance_scaling',
      scale: 3,
      mode: 'fan_out',
      distribution: 'untruncated_normal',
    });
    within(deviation(values), 0.0447214);
    // Of 60,000 normal numbers the largest lies beyond three deviations.
    expect(largest(values)).toBeGreaterThan(3 * 0.0447214);
  });

  it('takes fans that the layer states over those of the shape', () => {
    const values = draw(shape, { name: 'he_uniform' }, { fans: { fanIn: 24, fanOut: 1 } });
    expect(largest(values)).toBeLessThanOrEqual(0.5);
    expect(largest(values)).toBeGreaterThan(0.499);
  });

  it('random_uniform, random_normal and truncated_normal take their settings', () => {
    const uniform = draw(shape, { name: 'random_uniform', minval: 0.2, maxval: 0.3 });
    expect(uniform.every(value => value > 0.1999999 && value < 0.3000001)).toBe(true);
    const normal = draw(shape, { name: 'random_normal', mean: 0, stddev: 0.05 });
    within(deviation(normal), 0.05);
    const cut = draw(shape, { name: 'truncated_normal', mean: 0, stddev: 0.05 });
    within(deviation(cut), 0.05 * 0.87962566);
    expect(largest(cut)).toBeLessThanOrEqual(0.1000001);
  });

  it.each(['glorot_uniform', 'he_normal', 'zeros'] as const)('%s: the pieces make up the whole', name => {
    const weight = { name: 'kernel', shape: [1100, 2000], initializer: { name }, trainable: true };
    const whole = initializeWeight(weight, 7);
    let start = 0;
    for (const piece of initializeInPieces(weight, 7)) {
      expect(
        Buffer.compare(
          Buffer.from(piece.slice().buffer),
          Buffer.from(whole.slice(start, start + piece.length).buffer),
        ),
      ).toBe(0);
      start += piece.length;
    }
    expect(start).toBe(2_200_000);
  });

  it('zeros, ones, constant and identity', () => {
    expect([...draw([2, 2], { name: 'zeros' })]).toEqual([0, 0, 0, 0]);
    expect([...draw([2], { name: 'ones' })]).toEqual([1, 1]);
    expect([...draw([2], { name: 'constant', value: 0.5 })]).toEqual([0.5, 0.5]);
    expect([...draw([2, 3], { name: 'identity', gain: 2 })]).toEqual([2, 0, 0, 0, 2, 0]);
    expect(() => draw([2, 3, 4], { name: 'identity', gain: 1 })).toThrow(/needs a matrix/);
  });

  it.each([[[6, 4]], [[4, 6]], [[3, 3, 5, 7]], [[2, 1, 2, 9]]])(
    'orthogonal %j: the shorter side is orthonormal, times the gain',
    shape => {
      const columns = shape.at(-1) ?? 1;
      const rows = shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
      const values = draw(shape, { name: 'orthogonal', gain: 3 });
      const at = (row: number, column: number) => values[row * columns + column] ?? 0;
      const count = Math.min(rows, columns);
      for (let i = 0; i < count; i++)
        for (let j = 0; j < count; j++) {
          let product = 0;
          for (let k = 0; k < Math.max(rows, columns); k++)
            product += rows < columns ? at(i, k) * at(j, k) : at(k, i) * at(k, j);
          expect(product).toBeCloseTo(i === j ? 9 : 0, 5);
        }
      expect(() => draw([3], { name: 'orthogonal', gain: 1 })).toThrow(/at least 2 axes/);
    },
  );
});
