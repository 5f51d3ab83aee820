import { expect, it } from 'vitest';
import { progressText } from './progress-text.ts';

it('says step, bytes and rate as far as they are known', () => {
  const megabyte = 1024 * 1024;
  expect(
    progressText({
      step: 2,
      steps: 4,
      title: 'fetching the library',
      bytesDone: 120 * megabyte,
      bytesTotal: 340 * megabyte,
      bytesPerSecond: 12 * megabyte,
      fraction: 0.35,
    }),
  ).toBe('Step 2 of 4: fetching the library, 120.00 MB of 340.00 MB, 12.00 MB/s');
  expect(progressText({ step: 3, steps: 4, title: 'building the addon', fraction: null })).toBe(
    'Step 3 of 4: building the addon',
  );
});
