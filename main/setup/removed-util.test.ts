import { createRequire } from 'node:module';
import util from 'node:util';
import { expect, test } from 'vitest';
import { restoreRemovedUtil } from './removed-util.ts';

test('puts back what a newer Node lacks, where packages written in CommonJS find it', () => {
  for (const name of ['isNullOrUndefined', 'isArray']) Reflect.deleteProperty(util, name);
  restoreRemovedUtil();
  const seen = createRequire(import.meta.url)('node:util');
  expect([null, undefined, 0, ''].map(seen.isNullOrUndefined)).toEqual([true, true, false, false]);
  expect([[], 'a'].map(value => seen.isArray(value))).toEqual([true, false]);
});

test('leaves what is there', () => {
  const before = util.isArray;
  restoreRemovedUtil();
  expect(util.isArray).toBe(before);
});
