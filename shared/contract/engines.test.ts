import { expect, test } from 'vitest';
import { automaticEngine, type EngineStatus, engineStatusSchema, setupProgressSchema } from './engines.ts';

const READY: EngineStatus = {
  name: 'tensorflow',
  state: 'ready',
  version: '2.21.0',
  device: 'CPU',
  automatic: true,
  detail: 'Native TensorFlow 2.21.0 is ready.',
  remedy: null,
  canSetUp: false,
};

test('a status passes, and one of an unknown engine or with a word too many does not', () => {
  expect(engineStatusSchema.parse(READY)).toEqual(READY);
  expect(engineStatusSchema.safeParse({ ...READY, name: 'abacus' }).success).toBe(false);
  expect(engineStatusSchema.safeParse({ ...READY, colour: 'green' }).success).toBe(false);
});

test('progress may lack its bytes, and its fraction lies between 0 and 1', () => {
  const progress = { step: 1, steps: 5, title: 'Downloading', fraction: null };
  expect(setupProgressSchema.parse(progress)).toEqual(progress);
  expect(setupProgressSchema.safeParse({ ...progress, fraction: 1.01 }).success).toBe(false);
  expect(setupProgressSchema.safeParse({ ...progress, step: 0 }).success).toBe(false);
});

test('where the user names no engine the best ready one is used, software that plays a GPU never', () => {
  const gpu: EngineStatus = { ...READY, name: 'webgpu', device: 'GPU' };
  const plain: EngineStatus = { ...READY, name: 'javascript' };
  const missing: EngineStatus = { ...READY, state: 'missing' };
  expect(automaticEngine([READY, gpu, plain])).toBe('tensorflow');
  expect(automaticEngine([missing, gpu, plain])).toBe('webgpu');
  expect(automaticEngine([missing, { ...gpu, automatic: false }, plain])).toBe('javascript');
  expect(automaticEngine([])).toBe('javascript');
});
