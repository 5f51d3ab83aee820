import { describe, expect, it } from 'vitest';
import { applyScaling, FigureCount, overall, scalingNumbers } from './scaling.ts';

/** Two channels: 1, 3, 5, 7 and 100, 100, 200, 200. */
const NUMBERS = Float32Array.of(1, 100, 3, 100, 5, 200, 7, 200);

function figures(...chunks: readonly Float32Array[]) {
  const count = new FigureCount(2);
  for (const chunk of chunks) count.add(chunk);
  return count.figures();
}

describe('scaling', () => {
  it('counts by channel and over all, in whatever chunks', () => {
    const found = figures(NUMBERS.subarray(0, 2), NUMBERS.subarray(2));
    expect(Array.from(found.mean)).toEqual([4, 150]);
    // (9 + 1 + 1 + 9) / 4 and 50².
    expect(Array.from(found.variance)).toEqual([5, 2500]);
    // Mean 77; half of 5 + 73² and half of 2500 + 73².
    expect(overall(found)).toEqual({ min: 1, max: 200, mean: 77, deviation: Math.sqrt(1252.5 + 73 ** 2) });
  });

  it('keeps its digits far from zero', () => {
    const numbers = Float32Array.of(1e7, 0, 1e7 + 1, 0, 1e7 + 2, 0);
    expect(figures(numbers).variance[0]).toBeCloseTo(2 / 3, 9);
  });

  it.each([
    [
      'per-channel',
      3,
      [-3 / Math.sqrt(5), -1, -1 / Math.sqrt(5), -1, 1 / Math.sqrt(5), 1, 3 / Math.sqrt(5), 1],
    ],
    ['min-max', 1, [0, 0, 1 / 3, 0, 2 / 3, 1, 1, 1]],
    ['min-max', 3, [0, 99 / 199, 2 / 199, 99 / 199, 4 / 199, 1, 6 / 199, 1]],
    ['unit', 3, Array.from(NUMBERS, value => value / 255)],
    ['none', 3, Array.from(NUMBERS)],
  ] as const)('%s of samples of %i axes gives what the formula gives', (kind, rank, expected) => {
    const scaled = NUMBERS.slice();
    applyScaling(scaled, scalingNumbers(kind, figures(NUMBERS), rank));
    for (const [i, value] of expected.entries()) expect(scaled[i]).toBeCloseTo(value, 6);
  });

  it('brings numbers that are all alike to 0', () => {
    const alike = Float32Array.of(5, 5, 5, 5);
    const numbers = scalingNumbers('standardization', figures(alike), 1);
    applyScaling(alike, numbers);
    expect(Array.from(alike)).toEqual([0, 0, 0, 0]);
  });
});
