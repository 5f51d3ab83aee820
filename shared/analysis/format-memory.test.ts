import { expect, test } from 'vitest';
import { formatMemory } from './format-memory.ts';

test('memory reads as people say it, 1024-based', () => {
  expect(
    [0, 1.5 * 2 ** 20, 412.3 * 2 ** 20, 1023 * 2 ** 20, 2 ** 30, 1.64 * 2 ** 30].map(formatMemory),
  ).toEqual(['0 MB', '1.5 MB', '412 MB', '1,023 MB', '1 GB', '1.6 GB']);
});
