import { expect, test } from 'vitest';
import type { SetupProgress } from '../../shared/contract/engines.ts';
import { ProgressReporter } from './progress.ts';

function reporter(steps: number) {
  const sent: SetupProgress[] = [];
  const clock = { now: 0 };
  return {
    sent,
    clock,
    progress: new ProgressReporter(
      steps,
      message => sent.push(message),
      () => clock.now,
    ),
  };
}

test('sends at most ten messages a second, and each beginning', () => {
  const { sent, clock, progress } = reporter(2);
  progress.begin('Downloading');
  for (clock.now = 1; clock.now <= 1000; clock.now++) progress.advance({ bytesDone: clock.now });
  progress.begin('Unpacking');
  expect(sent).toHaveLength(1 + 10 + 1);
  expect(sent.at(-1)).toEqual({ step: 2, steps: 2, title: 'Unpacking', fraction: null });
});

test('the rate is that of the last three seconds: 1,000,000 bytes a second here', () => {
  const { sent, clock, progress } = reporter(1);
  progress.begin('Downloading');
  // Ten seconds at rest, then 100,000 bytes each tenth of a second.
  for (clock.now = 100; clock.now <= 10_000; clock.now += 100)
    progress.advance({ bytesDone: 0, bytesTotal: 8_000_000 });
  for (let bytes = 100_000; clock.now <= 14_000; clock.now += 100, bytes += 100_000) {
    progress.advance({ bytesDone: bytes, bytesTotal: 8_000_000 });
  }
  expect(sent.at(-1)).toMatchObject({ bytesDone: 4_000_000, bytesPerSecond: 1_000_000, fraction: 0.5 });
});

test('a total that turns out too small follows what is there', () => {
  const { sent, clock, progress } = reporter(1);
  progress.begin('Downloading');
  clock.now = 200;
  progress.advance({ bytesDone: 120, bytesTotal: 100 });
  expect(sent.at(-1)).toMatchObject({ bytesTotal: 120, fraction: 1 });
});
