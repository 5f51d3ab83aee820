import { expect, it } from 'vitest';
import { windowRows } from './window-rows.ts';

it('draws what is in sight with a margin, and keeps the height of the rest', () => {
  const seen = windowRows(400, 24, 2400, 240);
  expect(seen).toEqual({ first: 88, end: 122, above: 88 * 24, below: (400 - 122) * 24 });
});

it('stays inside a short table', () => {
  expect(windowRows(5, 24, 0, 240)).toEqual({ first: 0, end: 5, above: 0, below: 0 });
  expect(windowRows(5, 24, 9999, 240)).toEqual({ first: 5, end: 5, above: 120, below: 0 });
});
