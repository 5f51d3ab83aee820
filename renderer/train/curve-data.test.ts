import { expect, test } from 'vitest';
import type { Epoch } from '../../shared/contract/runs.ts';
import { valueAt } from '../plots/line-chart-options.ts';
import { accuracyData, lossData, metricData, metricNames } from './curve-data.ts';
import { hasOneAccuracy } from './wording.ts';

const epoch = (number: number, more: Partial<Epoch> = {}): Epoch => ({
  ...{
    epoch: number,
    loss: 1 / number,
    accuracy: 0.5,
    valLoss: 2 / number,
    valAccuracy: 0.4,
    ms: 1,
    best: true,
  },
  ...more,
});

test('a run is drawn with the validation of the one beside it, in dashes, over the epochs of the longer one', () => {
  const drawn = {
    epochs: [epoch(1), epoch(2)],
    lastEpoch: 3,
    beside: { title: '09:26:15', epochs: [epoch(1), epoch(2), epoch(3)] },
  };
  const data = lossData(drawn);
  expect(data.places).toEqual([1, 2, 3]);
  expect(data.series.map(({ label, isDashed }) => [label, isDashed ?? false])).toEqual([
    ['training', false],
    ['validation', false],
    ['09:26:15', true],
  ]);
  expect(data.series[2]?.values).toEqual([2, 1, 2 / 3]);
  const [training] = data.series;
  if (!training) throw new Error('no curve');
  expect(valueAt(data, training, null), 'the last that it reaches').toBe('0.500');
  expect(valueAt(data, training, 2), 'it ends before').toBe('–');
});

test('without validation the training of the other run is drawn; one without the figure draws nothing', () => {
  const bare = { valLoss: null, valAccuracy: null };
  const drawn = {
    epochs: [epoch(1)],
    lastEpoch: 2,
    beside: { title: 'other', epochs: [epoch(1, { ...bare, accuracy: null })] },
  };
  expect(lossData(drawn).series.at(-1)).toMatchObject({
    label: 'other',
    color: '--color-training',
    values: [1],
  });
  expect(accuracyData(drawn).series.map(({ label }) => label)).toEqual(['training', 'validation']);
});

test('every metric but the accuracy has a curve of its own, on a scale that holds negative values', () => {
  const epochs = [
    epoch(1, { metrics: { accuracy: 0.5, r2_score: -1.5 }, valMetrics: { accuracy: 0.4 } }),
    epoch(2, {
      metrics: { accuracy: 0.5, r2_score: 0.5 },
      valMetrics: { accuracy: 0.4, r2_score: 0.25, auc: 1 },
    }),
  ];
  expect(metricNames(epochs)).toEqual(['r2_score', 'auc']);
  const { series, scale } = metricData({ epochs, lastEpoch: 2, beside: null }, 'r2_score');
  expect(series.map(({ values }) => values)).toEqual([
    [-1.5, 0.5],
    [null, 0.25],
  ]);
  expect(scale.min).toBeLessThanOrEqual(-1.5);
  expect(scale.max).toBeGreaterThanOrEqual(0.5);
});

test('the accuracy of an output is drawn in percent; the network has none of its own then', () => {
  const metrics = { kind_loss: 0.5, kind_accuracy: 0.25, price_loss: 2 };
  const epochs = [epoch(1, { metrics }), epoch(2, { metrics: { ...metrics, kind_accuracy: 0.5 } })];
  expect(metricNames(epochs)).toEqual(['kind_loss', 'kind_accuracy', 'price_loss']);
  const data = metricData({ epochs, lastEpoch: 2, beside: null }, 'kind_accuracy');
  expect([data.format(0.25), data.scale.max]).toEqual(['25.0 %', 1]);
  expect(epochs.map(hasOneAccuracy)).toEqual([false, false]);
  expect(
    [epoch(1), epoch(1, { metrics: { accuracy: 0.5 } }), epoch(1, { accuracy: null })].map(hasOneAccuracy),
  ).toEqual([true, true, false]);
});
