import { expect, it } from 'vitest';
import { formatRate, lowestRate, rateCurveData } from './rate-curve.ts';

const POINTS = [
  { rate: 1e-6, loss: 2.3 },
  { rate: 1e-3, loss: 1.1 },
  { rate: 0.02, loss: 0.4 },
  { rate: 0.5, loss: 1.9 },
];

it('writes rates as one types them', () => {
  expect(formatRate(0.0030401)).toBe('0.003');
  expect(formatRate(0.0000123)).toBe('0.000012');
  expect(formatRate(2.5)).toBe('2.5');
});

it('finds where the loss is lowest', () => {
  expect(lowestRate(POINTS)).toBe(0.02);
  expect(lowestRate([])).toBeNull();
});

it('ticks the powers of ten: all that are planned while it runs, then those that were tried', () => {
  const { axis } = rateCurveData(POINTS, true, null);
  expect(axis.range[0]).toBeCloseTo(1e-6, 12);
  expect(axis.range[1]).toBe(1);
  expect(axis.ticks).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]);
  expect(axis.ticks.map(axis.formatTick)).toEqual(['1e-6', '1e-5', '1e-4', '0.001', '0.01', '0.1', 'rate 1']);
  expect(rateCurveData(POINTS, false, null).axis.range[1]).toBe(10);
});

it('draws the losses over the rates, with the mark', () => {
  const data = rateCurveData(POINTS, true, { rate: 0.002, text: 'suggested' });
  expect(data.places).toEqual([1e-6, 1e-3, 0.02, 0.5]);
  expect(data.series[0]?.values).toEqual([2.3, 1.1, 0.4, 1.9]);
  expect(data.mark).toEqual({ at: 0.002, text: 'suggested' });
  expect(data.scale.max).toBeGreaterThanOrEqual(2.3);
});
