import { expect, test } from 'vitest';
import type { EngineName, EngineState, EngineStatus } from '../../shared/contract/engines.ts';
import type { RunSummary } from '../../shared/contract/runs.ts';
import {
  activeRun,
  isResumable,
  otherEngine,
  shownRun,
  type TrainingState,
  useTraining,
  weightsRun,
} from './training-store.ts';

const run = (path: string, change: Partial<RunSummary> = {}): RunSummary => ({
  path,
  name: path,
  status: 'done',
  before: null,
  reason: null,
  code: null,
  dataset: 'mnist',
  learning: '',
  scaling: null,
  engine: 'tensorflow',
  device: 'CPU',
  epochs: 10,
  epochsDone: 10,
  bestEpoch: 8,
  test: null,
  started: 0,
  duration: 0,
  ...change,
});

const state = (change: Partial<TrainingState>): TrainingState => ({ ...useTraining.getState(), ...change });

test('the newest run is shown unless another is chosen', () => {
  const runs = [run('new'), run('old')];
  expect(shownRun(state({ runs }))?.path).toBe('new');
  expect(shownRun(state({ runs, shown: 'old' }))?.path).toBe('old');
  expect(shownRun(state({ runs, shown: 'removed' }))?.path).toBe('new');
  expect(shownRun(state({ runs: null }))).toBeUndefined();
});

test('weights come from the chosen run, else the newest that has some', () => {
  const runs = [run('begun', { status: 'running', epochsDone: 0 }), run('trained'), run('old')];
  expect(weightsRun(state({ runs }))?.path).toBe('trained');
  expect(weightsRun(state({ runs, chosen: 'old' }))?.path).toBe('old');
  expect(weightsRun(state({ runs: [] }))).toBeUndefined();
});

test('a run that ended early can be resumed, a running or finished one cannot', () => {
  expect(isResumable(run('a', { status: 'interrupted', epochsDone: 4 }))).toBe(true);
  expect(isResumable(run('a', { status: 'stopped', epochsDone: 4 }))).toBe(true);
  expect(isResumable(run('a', { status: 'interrupted', epochsDone: 0 }))).toBe(true);
  expect(isResumable(run('a', { status: 'failed', epochsDone: 4 }))).toBe(true);
  expect(isResumable(run('a', { status: 'failed', epochsDone: 0 }))).toBe(false);
  expect(isResumable(run('a', { status: 'paused', epochsDone: 4 }))).toBe(false);
  expect(isResumable(run('a'))).toBe(false);
  const runs = [run('done'), run('paused', { status: 'paused' })];
  expect(activeRun(state({ runs }))?.path).toBe('paused');
});

test('another engine is offered only while the own one of a run is not ready', () => {
  const status = (name: EngineName, state: EngineState, automatic = true): EngineStatus => ({
    ...{ name, state, automatic, version: null, device: 'CPU', detail: '', remedy: null, canSetUp: false },
  });
  const slow = status('javascript', 'ready');
  expect(otherEngine(run('a'), [status('tensorflow', 'damaged'), slow])).toBe('javascript');
  expect(otherEngine(run('a'), [status('tensorflow', 'ready'), slow])).toBeNull();
  expect(otherEngine(run('a', { engine: 'webgpu' }), [status('tensorflow', 'ready'), slow])).toBe(
    'tensorflow',
  );
  expect(otherEngine(run('a', { engine: 'javascript' }), [status('tensorflow', 'ready'), slow])).toBeNull();
  expect(otherEngine(run('a'), null)).toBeNull();
});
