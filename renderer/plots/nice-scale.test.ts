import { expect, test } from 'vitest';
import { accuracyScale, epochTicks, finiteRange, lossScale, lossTick, niceScale } from './nice-scale.ts';

test('steps are 1, 2 or 5 times a power of ten and enclose the values', () => {
  expect(niceScale(0, 0.62).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  expect(niceScale(0, 2.1).ticks).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  expect(niceScale(0, 0.3, 3)).toEqual({ min: 0, max: 0.3, ticks: [0, 0.1, 0.2, 0.3], decimals: 1 });
  expect(niceScale(5, 5).ticks.length).toBeGreaterThan(1);
  expect(niceScale(0, 1234).ticks).toEqual([0, 500, 1000, 1500]);
});

test('a loss begins at 0, without values too', () => {
  expect(lossScale([0.62, 0.3, null, Number.NaN])).toMatchObject({ min: 0, max: 0.8 });
  expect(lossScale([])).toMatchObject({ min: 0, max: 1 });
  expect(lossScale([-0.4, 1]).min).toBeLessThanOrEqual(-0.4);
});

test('an accuracy ends at 1', () => {
  expect(accuracyScale([0.82, 0.99]).ticks).toEqual([0.8, 0.85, 0.9, 0.95, 1]);
  expect(accuracyScale([1, 1])).toMatchObject({ max: 1 });
  expect(accuracyScale([0.1, 1])).toMatchObject({ min: 0, max: 1 });
  expect(accuracyScale([])).toMatchObject({ min: 0, max: 1 });
});

test('epochs are whole, with the first and the last', () => {
  expect(epochTicks(1)).toEqual([1]);
  expect(epochTicks(2)).toEqual([1, 2]);
  expect(epochTicks(20)).toEqual([1, 5, 10, 15, 20]);
  expect(epochTicks(10)).toEqual([1, 2, 4, 6, 8, 10]);
  expect(epochTicks(300)).toEqual([1, 50, 100, 150, 200, 300]);
  expect(epochTicks(9), 'the last one keeps clear of the one before').toEqual([1, 2, 4, 6, 9]);
});

test('the numbers of an axis have one form', () => {
  const ticks = (high: number) => {
    const scale = niceScale(0, high);
    return scale.ticks.map(value => lossTick(value, scale));
  };
  expect(ticks(270_000)).toEqual(['0', '5e+4', '1e+5', '1.5e+5', '2e+5', '2.5e+5', '3e+5']);
  expect(ticks(9_000)).toEqual(['0', '2000', '4000', '6000', '8000', '10000']);
});

test('the range of very many values is found, without those that are none', () => {
  const values = Array.from({ length: 300_000 }, (_, i) => (i % 3 === 0 ? null : i / 1000));
  expect(finiteRange(values)).toEqual({ low: 0.001, high: 299.999 });
  expect(finiteRange([Number.NaN, null, Number.POSITIVE_INFINITY])).toBeNull();
  expect(lossScale(values)).toMatchObject({ min: 0, max: 300 });
});
