import { expect, it } from 'vitest';
import { memoryUnit } from './memory-unit.ts';

it('takes MB for large columns, KB for small ones', () => {
  const megabytes = memoryUnit([55 * 55 * 96 * 4, 40, 4000]);
  expect(megabytes.name).toBe('MB');
  // 55 × 55 × 96 × 4 / 1024² = 1.1077
  expect(megabytes.write(55 * 55 * 96 * 4)).toBe('1.11');
  expect(megabytes.write(40)).toBe('< 0.01');
  expect(megabytes.write(0)).toBe('0.00');
  const kilobytes = memoryUnit([28 * 28 * 6 * 4]);
  expect(kilobytes.name).toBe('KB');
  // 28 × 28 × 6 × 4 / 1024 = 18.375
  expect(kilobytes.write(28 * 28 * 6 * 4)).toBe('18.38');
});
