import { expect, it } from 'vitest';
import { bfloatBits, bfloatToNumber, halfBits, halfToNumber } from './half-floats.ts';

// numpy 2.4: np.array([...], np.float16).view(np.uint16).
const HALVES: readonly (readonly [number, number])[] = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [0.1, 0x2e66],
  [65504, 0x7bff],
  [65519, 0x7bff],
  [65520, 0x7c00],
  [6.1e-5, 0x03ff],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [2049, 0x6800],
  [2051, 0x6802],
  [-Number.POSITIVE_INFINITY, 0xfc00],
];

it.each(HALVES)('writes %d as numpy does', (value, bits) => {
  expect(halfBits(value)).toBe(bits);
});

it('reads all finite halves back', () => {
  for (let bits = 0; bits < 0x7c00; bits++) expect(halfBits(halfToNumber(bits))).toBe(bits);
});

it('writes and reads bfloat16, ties to even', () => {
  expect([1, -2, 3.140625, 1 + 2 ** -8, 1 + 3 * 2 ** -8].map(bfloatBits)).toEqual([
    0x3f80, 0xc000, 0x4049, 0x3f80, 0x3f82,
  ]);
  expect(bfloatToNumber(0x4049)).toBe(3.140625);
});
