import type { Elements } from '../forward-testing.ts';

/** One image of 3 × 4 pixels on which Keras 3.15 was run; for tests. */
export const IMAGE: Elements = {
  shape: [1, 3, 4, 1],
  values: [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233],
};

/** Whether all elements agree with figures of four decimals to 1e-3 of the largest. */
export function near(found: Elements | undefined, expected: readonly number[]): boolean {
  const values = found?.values ?? [];
  return (
    values.length === expected.length &&
    values.every((value, i) => Math.abs(value - (expected[i] ?? Number.NaN)) < 0.01)
  );
}
