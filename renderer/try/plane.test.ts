import { expect, test } from 'vitest';
import { CELLS, cellCentres, placeIn, planeAround } from './plane.ts';

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

test('the plane is a square with a margin around the points', () => {
  // Extent 1, side 1.5, so a quarter more on each side.
  expect(planeAround(corners)).toEqual({ left: -0.25, bottom: -0.25, side: 1.5 });
  expect(planeAround([[2, 2]])).toEqual({ left: 1.25, bottom: 1.25, side: 1.5 });
});

test('cells run from the top left; places agree with them', () => {
  const plane = planeAround(corners);
  const cells = cellCentres(plane);
  expect(cells.length).toBe(CELLS * CELLS);
  const [first = [0, 0]] = cells;
  expect(first[0]).toBeLessThan(0);
  expect(first[1]).toBeGreaterThan(1);
  for (const i of [0, 1, CELLS, 777]) {
    const [x, y] = placeIn(plane, cells[i] ?? [], CELLS);
    expect(Math.floor(y) * CELLS + Math.floor(x)).toBe(i);
  }
});
