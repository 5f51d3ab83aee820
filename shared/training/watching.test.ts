import { expect, it } from 'vitest';
import type { Epoch } from '../contract/runs.ts';
import { bestOf, measuredFigures, plateauRate, watchedFigure } from './watching.ts';

function history(valLoss: readonly number[]): readonly Epoch[] {
  return valLoss.map((value, i) => ({
    epoch: i + 1,
    loss: 1,
    accuracy: 0.5,
    valLoss: value,
    valAccuracy: 1 - value,
    ms: 1,
    best: false,
    valMetrics: { auc: value },
  }));
}

/** The best epoch and how long there was no better one. */
const counted = (...given: Parameters<typeof bestOf>) => {
  const { best, wait } = bestOf(...given);
  return { epoch: best?.epoch ?? null, wait };
};

it('counts epochs without gain as EarlyStopping does', () => {
  expect(counted(history([0.9, 0.5, 0.6, 0.5, 0.7]), {})).toEqual({ epoch: 2, wait: 3 });
  // 0.45 is no gain of more than 0.1.
  expect(counted(history([0.9, 0.5, 0.45]), { min_delta: 0.1 })).toEqual({ epoch: 2, wait: 1 });
  expect(counted(history([0.9, 0.5, 0.6]), { monitor: 'val_auc' })).toEqual({ epoch: 1, wait: 2 });
  expect(counted(history([0.9, 0.5, 0.6]), { monitor: 'val_auc', mode: 'min' }).epoch).toBe(2);
  expect(counted(history([0.1, 0.5, 0.6]), { start_from_epoch: 1 })).toEqual({ epoch: 2, wait: 1 });
  expect(counted([], {})).toEqual({ epoch: null, wait: 0 });
});

it('lowers the rate as ReduceLROnPlateau does (keras/src/callbacks/reduce_lr_on_plateau.py)', () => {
  const plateau = { factor: 0.5, patience: 2, min_lr: 0.02 };
  expect(plateauRate(history([0.5, 0.6]), plateau, 0.1)).toBe(0.1);
  expect(plateauRate(history([0.5, 0.6, 0.6]), plateau, 0.1)).toBe(0.05);
  expect(plateauRate(history([0.5, 0.6, 0.6, 0.6, 0.6]), plateau, 0.1)).toBe(0.025);
  expect(plateauRate(history([0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]), plateau, 0.1)).toBe(0.02);
  // The first of the two epochs of rest ends within it: epochs 4 and 5 count down, 5 counts again.
  expect(plateauRate(history([0.5, 0.6, 0.6, 0.6, 0.6]), { ...plateau, cooldown: 2 }, 0.1)).toBe(0.05);
  expect(plateauRate(history([0.5, 0.6, 0.6, 0.6, 0.6, 0.6]), { ...plateau, cooldown: 2 }, 0.1)).toBe(0.025);
});

it('names what is measured as Keras does: of several outputs by their names, with the loss of each', () => {
  expect(measuredFigures([['y', ['accuracy', 'auc']]])).toEqual(['loss', 'accuracy', 'auc']);
  expect(
    measuredFigures([
      ['priority', ['accuracy']],
      ['department', []],
    ]),
  ).toEqual(['loss', 'priority_loss', 'priority_accuracy', 'department_loss']);
});

it('knows figures by the names of Keras', () => {
  const [epoch] = history([0.25]);
  if (!epoch) throw new Error('no epoch');
  expect(watchedFigure(epoch, 'val_accuracy')).toBe(0.75);
  expect(watchedFigure(epoch, 'accuracy')).toBe(0.5);
  expect(watchedFigure(epoch, 'loss')).toBe(1);
  expect(watchedFigure(epoch, 'recall')).toBeUndefined();
});
