import { expect, test } from 'vitest';
import { digitRaster } from './digit-raster.ts';

/** A drawing with filled rectangles: left, top, width, height. */
function drawing(size: number, ...boxes: readonly (readonly [number, number, number, number])[]) {
  const data = new Float32Array(size * size);
  for (const [left, top, width, height] of boxes)
    for (let y = top; y < top + height; y++) data.fill(1, y * size + left, y * size + left + width);
  return { width: size, height: size, data };
}

const bounds = (field: Float32Array, size: number) => {
  const inked = [...field.keys()].filter(i => (field[i] ?? 0) > 0);
  const columns = inked.map(i => i % size);
  const rows = inked.map(i => Math.floor(i / size));
  return [Math.min(...columns), Math.min(...rows), Math.max(...columns), Math.max(...rows)];
};

test('an empty sheet has no digit', () => {
  expect(digitRaster(drawing(280))).toBeNull();
});

test('a bar fills 20 rows with its proportions, in the middle, wherever it was drawn', () => {
  // 20 × 100 becomes 4 × 20; centred in 28 × 28 it spans columns 12 to 15 and rows 4 to 23.
  for (const [left, top] of [
    [10, 5],
    [200, 160],
  ] as const) {
    const field = digitRaster(drawing(280, [left, top, 20, 100])) ?? new Float32Array();
    expect(bounds(field, 28)).toEqual([12, 4, 15, 23]);
    expect(field.reduce((sum, value) => sum + value, 0)).toBeCloseTo(80);
  }
});

test('the centre of mass, not of the box, is in the middle', () => {
  // Two columns of 20 rows and a foot of 20 × 2: masses 200·... scaled 1 : 1 (ink is 20 × 20 already).
  const field = digitRaster(drawing(40, [3, 3, 2, 20], [5, 21, 18, 2])) ?? new Float32Array();
  // Mass 40 at x 1, y 10 and mass 36 at x 11, y 19 in the box: centre x 5.74, y 14.26 → shift 14 − 5.74 ≈ 8, 14 − 14.26 ≈ 0.
  expect(bounds(field, 28)).toEqual([8, 0, 27, 19]);
});

test('half-covered pixels are grey', () => {
  // 30 × 30 with the right half of the last column's area empty: shrunk by 1.5.
  const field = digitRaster(drawing(60, [0, 0, 30, 30], [30, 0, 1, 1])) ?? new Float32Array();
  expect(Math.max(...field)).toBeCloseTo(1);
  expect([...field].some(value => value > 0 && value < 0.99)).toBe(true);
});

test('a field of 32 has two more pixels of margin on each side', () => {
  const field = digitRaster(drawing(280, [10, 5, 20, 100]), 32) ?? new Float32Array();
  expect(field.length).toBe(1024);
  expect(bounds(field, 32)).toEqual([14, 6, 17, 25]);
});
