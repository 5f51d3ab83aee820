import { expect, test } from 'vitest';
import type { Epoch } from '../../shared/contract/runs.ts';
import { fitPoint } from './over-fitting.ts';

const run = (losses: readonly (readonly [number, number | null])[]): Epoch[] =>
  losses.map(([loss, valLoss], i) => ({
    epoch: i + 1,
    loss,
    accuracy: null,
    valLoss,
    valAccuracy: null,
    ms: 1,
    best: false,
  }));

test('a rising validation loss under a falling training loss is over-fitting', () => {
  const epochs = run([
    [0.6, 0.4],
    [0.3, 0.2],
    [0.2, 0.14],
    [0.1, 0.15],
    [0.05, 0.16],
  ]);
  expect(fitPoint(epochs)).toMatchObject({ best: { epoch: 3 }, overFittingFrom: 4 });
});

test('one worse epoch, a hair above the best, or a training loss that rises too is none', () => {
  expect(
    fitPoint(
      run([
        [0.6, 0.4],
        [0.3, 0.2],
        [0.2, 0.3],
      ]),
    )?.overFittingFrom,
  ).toBeNull();
  expect(
    fitPoint(
      run([
        [0.6, 0.2],
        [0.3, 0.2001],
        [0.2, 0.2001],
      ]),
    )?.overFittingFrom,
  ).toBeNull();
  expect(
    fitPoint(
      run([
        [0.3, 0.2],
        [0.5, 0.4],
        [0.6, 0.5],
      ]),
    )?.overFittingFrom,
  ).toBeNull();
});

test('without validation the training loss decides; NaN never wins', () => {
  expect(
    fitPoint(
      run([
        [0.6, null],
        [0.3, null],
        [0.4, null],
      ]),
    ),
  ).toMatchObject({ best: { epoch: 2 } });
  expect(
    fitPoint(
      run([
        [0.6, 0.5],
        [Number.NaN, Number.NaN],
      ]),
    ),
  ).toMatchObject({ best: { epoch: 1 } });
  expect(fitPoint([])).toBeNull();
});
