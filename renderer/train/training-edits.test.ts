import { expect, test } from 'vitest';
import { applyEdits } from '../../shared/document/edits.ts';
import { emptyDocument, type TrainingSettings } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import type { CompleteOutput } from '../../shared/document/training-defaults.ts';
import {
  parseRateSteps,
  parseSplit,
  splitText,
  trainingEdit,
  withData,
  withOptimizer,
  withOptimizerSetting,
  withOutput,
  withSetting,
} from './training-edits.ts';

test('a setting at its default is left out', () => {
  expect(withSetting({ epochs: 20 }, 'epochs', 10)).toEqual({});
  expect(withSetting({}, 'batchSize', 32)).toEqual({ batchSize: 32 });
  expect(withSetting({ split: [0.5, 0.5, 0] }, 'split', [0.8, 0.1, 0.1])).toEqual({});
  expect(withSetting({ earlyStopping: { patience: 5 } }, 'earlyStopping', null)).toEqual({});
  expect(withSetting({}, 'dataset', 'mnist')).toEqual({ dataset: 'mnist' });
});

test('another optimizer keeps what it has in common, with its own learning rate', () => {
  const sgd: TrainingSettings = {
    optimizer: { name: 'sgd', learning_rate: 0.5, momentum: 0.9, nesterov: true },
  };
  expect(withOptimizer(sgd, 'rmsprop')).toEqual({ optimizer: { name: 'rmsprop', momentum: 0.9 } });
  expect(withOptimizer(sgd, 'adam')).toEqual({});
  // The default weight decay of AdamW is 0.004 (Keras): the same value is not written out.
  const decayed: TrainingSettings = { optimizer: { name: 'sgd', weight_decay: 0.004 } };
  expect(withOptimizer(decayed, 'adamw')).toEqual({ optimizer: { name: 'adamw' } });
});

test('an optimizer setting at its default is left out', () => {
  expect(withOptimizerSetting({}, 'learning_rate', 0.01)).toEqual({
    optimizer: { name: 'adam', learning_rate: 0.01 },
  });
  const changed = withOptimizerSetting({}, 'learning_rate', 0.01);
  expect(withOptimizerSetting(changed, 'learning_rate', 0.001)).toEqual({});
  expect(withOptimizerSetting({ optimizer: { name: 'sgd' } }, 'nesterov', true)).toEqual({
    optimizer: { name: 'sgd', nesterov: true },
  });
});

test('an output is written only where it differs', () => {
  const standard: CompleteOutput = { loss: 'categorical_crossentropy', weight: 1, metrics: ['accuracy'] };
  const huber = withOutput({}, 'out', { ...standard, loss: 'huber' }, standard);
  expect(huber).toEqual({ outputs: { out: { loss: 'huber' } } });
  expect(withOutput(huber, 'out', standard, standard)).toEqual({});
  expect(withOutput({}, 'out', { ...standard, metrics: [], weight: 2 }, standard)).toEqual({
    outputs: { out: { loss: 'categorical_crossentropy', weight: 2, metrics: [] } },
  });
});

test('the edited document is valid and survives its file', () => {
  const training = withSetting(withOptimizer({}, 'sgd'), 'epochs', 3);
  const { document } = applyEdits(emptyDocument('net'), trainingEdit(training));
  expect(parseDocument(serializeDocument(document)).training).toEqual({
    optimizer: { name: 'sgd' },
    epochs: 3,
  });
  const cleared = applyEdits(document, trainingEdit({})).document;
  expect(parseDocument(serializeDocument(cleared)).training ?? {}).toEqual({});
});

test('a split is three percentages that make 100', () => {
  expect(splitText([0.8, 0.1, 0.1])).toBe('80 / 10 / 10');
  expect(parseSplit('80/10/10')).toEqual({ ok: true, value: [0.8, 0.1, 0.1] });
  expect(parseSplit('70, 30, 0')).toEqual({ ok: true, value: [0.7, 0.3, 0] });
  expect(parseSplit('80/10')).toMatchObject({ ok: false });
  expect(parseSplit('80/10/20')).toMatchObject({ ok: false, message: expect.stringContaining('is 110') });
  expect(parseSplit('0/50/50')).toMatchObject({ ok: false });
  expect(parseSplit('a/b/c')).toMatchObject({ ok: false });
});

test('settings of the data at their defaults are left out', () => {
  const balanced = withData({ epochs: 3 }, { scaling: 'min-max', classWeights: 'balanced' });
  expect(balanced).toEqual({ epochs: 3, data: { scaling: 'min-max', classWeights: 'balanced' } });
  expect(withData(balanced, { scaling: 'auto', classWeights: undefined })).toEqual({ epochs: 3 });
  expect(withData({ data: { skipBroken: true } }, { stratify: false })).toEqual({
    data: { skipBroken: true, stratify: false },
  });
});

test('steps of a rate are read as pairs in order', () => {
  expect(parseRateSteps('10: 0.001, 20:1e-4')).toEqual({
    ok: true,
    value: [
      [10, 0.001],
      [20, 0.0001],
    ],
  });
  for (const wrong of ['', '10', '10: 0', '0: 1', '1: 2: 3', 'a: 1'])
    expect(parseRateSteps(wrong)).toMatchObject({
      ok: false,
      message: expect.stringContaining('pairs such as'),
    });
  expect(parseRateSteps('20: 0.1, 10: 0.01')).toMatchObject({
    message: expect.stringContaining('ascending'),
  });
});
