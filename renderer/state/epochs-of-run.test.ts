import { expect, test } from 'vitest';
import type { Epoch, RunSummary } from '../../shared/contract/runs.ts';
import { followedBy, joined, withEpochs } from './epochs-of-run.ts';

const epochs = (numbers: readonly number[], loss = 1, best: readonly number[] = []): readonly Epoch[] =>
  numbers.map(epoch => ({
    ...{ epoch, loss, accuracy: null, valLoss: null, valAccuracy: null, ms: 10, best: best.includes(epoch) },
  }));
const numbers = (history: readonly Epoch[]) => history.map(({ epoch, loss }) => [epoch, loss]);

test('epochs follow those before; trained anew from a checkpoint they take their place', () => {
  expect(numbers(followedBy([], epochs([1, 2])))).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(numbers(followedBy(epochs([1, 2, 3, 4]), epochs([3, 4, 5], 0.5)))).toEqual([
    [1, 1],
    [2, 1],
    [3, 0.5],
    [4, 0.5],
    [5, 0.5],
  ]);
});

test('a history that was read is joined by what came in meanwhile', () => {
  expect(numbers(joined(epochs([1, 2, 3]), epochs([2, 3, 4, 5], 0.5)))).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 0.5],
    [5, 0.5],
  ]);
});

test('a run counts its epochs, their time and the best of them', () => {
  const before = { epochsDone: 4, bestEpoch: 3, duration: 40 } as RunSummary;
  expect(withEpochs(before, epochs([5, 6, 7], 1, [5, 6]))).toEqual({
    epochsDone: 7,
    bestEpoch: 6,
    duration: 70,
  });
  expect(withEpochs(before, epochs([5])).bestEpoch, 'none of them is better').toBe(3);
});
