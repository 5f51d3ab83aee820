import { expect, test } from 'vitest';
import { countConfusion } from './confusion.ts';

test('rows are true classes, columns predicted ones', () => {
  const pairs = [
    [0, 0],
    [0, 1],
    [1, 1],
    [2, 0],
    [2, 2],
    [2, 2],
  ] as const;
  expect(countConfusion(3, pairs)).toEqual({
    counts: [
      [1, 1, 0],
      [0, 1, 0],
      [1, 0, 2],
    ],
    total: 6,
    wrong: 2,
  });
});

test('a class outside the range is not counted', () => {
  expect(countConfusion(2, [[0, 5]])).toMatchObject({ total: 0, wrong: 0 });
});
