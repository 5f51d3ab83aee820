import { expect, test } from 'vitest';
import {
  formatDuration,
  formatLoss,
  formatPercent,
  formatTimeLeft,
  metricTitle,
  statusText,
} from './wording.ts';

test('durations read like a clock', () => {
  expect([0, 84_000, 600_400, 3_725_000].map(formatDuration)).toEqual(['0:00', '1:24', '10:00', '1:02:05']);
});

test('the time left is rounded to what one can grasp', () => {
  expect([0.2, 45, 89, 180, 7200, null].map(formatTimeLeft)).toEqual([
    'about 1 s left',
    'about 45 s left',
    'about 89 s left',
    'about 3 min left',
    'about 2.0 h left',
    '',
  ]);
});

test('figures keep three significant digits', () => {
  expect([0, 0.1634, 0.0283, 12.44, 3.21e-5, 250_000, Number.NaN].map(formatLoss)).toEqual([
    '0',
    '0.163',
    '0.0283',
    '12.4',
    '3.2e-5',
    '2.5e+5',
    'NaN',
  ]);
  expect(formatPercent(0.9612)).toBe('96.1 %');
});

test('a waiting run tells its place', () => {
  const run = {
    path: '',
    name: '',
    reason: null,
    code: null,
    learning: '',
    scaling: null,
    dataset: '',
    engine: '',
    device: '',
    epochs: 1,
    epochsDone: 0,
    bestEpoch: null,
    test: null,
    started: 0,
    duration: 0,
  };
  expect(statusText({ ...run, status: 'queued', before: 1 })).toBe('waiting, next');
  expect(statusText({ ...run, status: 'queued', before: 3 })).toBe('waiting, 3 before');
  expect(statusText({ ...run, status: 'paused', before: null })).toBe('paused');
});

test('metrics are written as words, short names as they are known', () => {
  expect(
    ['mean_squared_error', 'f1_score', 'auc', 'mean_iou', 'r2_score', 'kl_divergence'].map(metricTitle),
  ).toEqual([...['mean squared error', 'F1 score', 'AUC', 'mean IoU', 'R² score', 'KL divergence']]);
});
