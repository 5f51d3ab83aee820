import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Epoch } from '../../shared/contract/runs.ts';
import { EpochNews } from './epoch-news.ts';

const epoch = (number: number): Epoch => ({
  epoch: number,
  loss: 1,
  accuracy: null,
  valLoss: null,
  valAccuracy: null,
  ms: 5,
  best: false,
});

let told: [string, number[]][] = [];
const news = () => new EpochNews((run, epochs) => told.push([run, epochs.map(each => each.epoch)]));

beforeEach(() => {
  told = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

it('tells the first epoch at once and those that follow it soon together, run by run', () => {
  const runs = news();
  for (let number = 1; number <= 3; number++) runs.add('a', epoch(number));
  runs.add('b', epoch(1));
  expect(told).toEqual([
    ['a', [1]],
    ['b', [1]],
  ]);
  vi.advanceTimersByTime(200);
  expect(told.slice(2)).toEqual([['a', [2, 3]]]);
  runs.add('a', epoch(4));
  vi.advanceTimersByTime(199);
  expect(told).toHaveLength(3);
  vi.advanceTimersByTime(1);
  expect(told.slice(3)).toEqual([['a', [4]]]);
  vi.advanceTimersByTime(1_000);
  runs.add('a', epoch(5));
  expect(told.slice(4), 'after a pause it is told at once again').toEqual([['a', [5]]]);
});

it('tells what waits before other news of the run, once', () => {
  const runs = news();
  for (let number = 1; number <= 3; number++) runs.add('a', epoch(number));
  runs.flush('a');
  runs.flush('a');
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([
    ['a', [1]],
    ['a', [2, 3]],
  ]);
});
