import { describe, expect, it } from 'vitest';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { changedSettings } from './changed-settings.ts';
import { testPlace } from './place-testing.ts';
import { prepareResume, prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { xorDocument } from './testing.ts';

const place = testPlace();

const train = (folder: RunFolder, resume = false) =>
  runTraining(place.engine, folder, { resume, control: new RunControl(), report: () => undefined });

/**
 * A line through the points of logical and, by descent on all training samples at once: the largest eigenvalue of 2/n XᵀX, with
 * rows (a, b, 1), is about 3.4, so that a rate of 10,000 makes the weights some 34,000 times larger in each epoch; their squares
 * leave the range of float32 in the fourth or fifth.
 */
const explosive: NetloomDocument = {
  ...xorDocument({
    dataset: 'and',
    batchSize: 400,
    epochs: 12,
    optimizer: { name: 'sgd', learning_rate: 10_000 },
    outputs: { y: { loss: 'mean_squared_error' } },
  }),
  nodes: {
    x: { type: 'InputLayer', parameters: { shape: [2] } },
    y: { type: 'Dense', parameters: { units: 1 } },
  },
  edges: [{ from: 'x', to: 'y' }],
};

describe('a run whose loss was no number any more', () => {
  it('fails again with its own settings, and goes on from its last good checkpoint with a lower rate or with clipping', async () => {
    const prepare = () => prepareRun(explosive, { engine: 'javascript', directory: place.directory });
    const folder = await prepare();
    const { training = {} } = explosive;
    expect(await train(folder)).toMatchObject({ status: 'failed', code: 'run.diverged' });
    const good = (await folder.readCheckpoint())?.position.epoch ?? 0;
    expect(good).toBeGreaterThanOrEqual(2);
    expect(await train(await prepareResume(folder.path), true)).toMatchObject({
      status: 'failed',
      code: 'run.diverged',
      epochs: good,
    });

    const settings = { ...training, optimizer: { name: 'sgd', learning_rate: 0.1 } } as const;
    await prepareResume(folder.path, { settings });
    expect(await train(folder, true)).toMatchObject({ status: 'done', epochs: 12, code: null });
    const epochs = await folder.readMetrics();
    expect(epochs.map(({ learningRate }) => learningRate)).toEqual(
      epochs.map((_, i) => (i < good ? 10_000 : 0.1)),
    );
    // The weights were some 34,000 ** good too large; from there descent at a rate of 0.1 brings the loss down again.
    expect(epochs.at(-1)?.loss).toBeLessThan(epochs[good]?.loss ?? 0);
    const record = await folder.readRecord();
    expect(record.changes).toEqual([{ epochsDone: good, settings: { 'optimizer.learning_rate': 0.1 } }]);
    expect(record.code).toBeUndefined();

    const clipped = await prepare();
    await train(clipped);
    const optimizer = { name: 'sgd', learning_rate: 0.1, clipnorm: 1 } as const;
    await prepareResume(clipped.path, { settings: { ...training, optimizer } });
    expect(await train(clipped, true)).toMatchObject({ status: 'done', epochs: 12 });
  });
});

describe('settings of a run that goes on', () => {
  const change = (training: TrainingSettings) => () =>
    changedSettings(xorDocument(), { ...xorDocument().training, ...training });

  it('may change how it learns', () => {
    const found = change({
      epochs: 9,
      optimizer: { name: 'adam', learning_rate: 0.05, clipnorm: 1 },
      earlyStopping: { patience: 3 },
    })();
    expect(found.changes).toEqual({
      epochs: 9,
      'optimizer.clipnorm': 1,
      'earlyStopping.patience': 3,
    });
    expect(found.epochs).toBe(9);
    expect(found.document.training?.epochs).toBe(9);
  });

  it('may not change what it learned with', () => {
    expect(change({ batchSize: 32 })).toThrow('trained with batchSize 16 and cannot go on with 32');
    expect(change({ dataset: 'and' })).toThrow('trained with dataset "xor" and cannot go on with "and"');
    expect(change({ seed: 2 })).toThrow('trained with seed 1');
    expect(change({ optimizer: { name: 'sgd' } })).toThrow('optimizer.name "adam"');
    expect(change({ optimizer: { name: 'adam', learning_rate: 0.05, amsgrad: true } })).toThrow('amsgrad');
    expect(
      change({ optimizer: { name: 'adam', learning_rate: 0.05, gradient_accumulation_steps: 2 } }),
    ).toThrow('gradient_accumulation_steps');
  });
});
