import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../shared/contract/training.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { listRuns } from '../runs/run-summary.ts';
import { OpenRun } from './open-run.ts';
import { testPlace } from './place-testing.ts';
import { prepareResume, prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { xorDocument } from './testing.ts';

const place = testPlace();

const prepare = (document: NetloomDocument) =>
  prepareRun(document, { engine: 'javascript', directory: place.directory });

async function train(folder: RunFolder, resume = false, control = new RunControl()) {
  const events: TrainingEvent[] = [];
  const done = await runTraining(place.engine, folder, {
    resume,
    control,
    report: event => events.push(event),
  });
  return { done, events };
}

const values = async (folder: RunFolder) =>
  [...(await folder.readWeights())].map(([name, { data }]) => [name, Array.from(data)]);

describe('a training run', () => {
  it('learns XOR to 100 %, keeps the run, and the run evaluates and predicts', async () => {
    const folder = await prepare(xorDocument({ epochs: 40 }));
    const { done, events } = await train(folder);
    expect(done).toMatchObject({ status: 'done', epochs: 40, engine: 'javascript', test: { accuracy: 1 } });
    expect(events.filter(event => event.event === 'epoch')).toHaveLength(40);
    expect(await folder.readMetrics()).toHaveLength(40);
    const [summary] = await listRuns(place.directory);
    expect(summary).toMatchObject({ status: 'done', epochsDone: 40, test: { accuracy: 1 } });
    const run = await OpenRun.load(place.engine, folder.path);
    expect(await run.evaluate('test')).toEqual(done.test);
    const inputs = { shape: [4, 2], data: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1) };
    expect(Array.from(run.predict([inputs])[0]?.data ?? [], Math.round)).toEqual([0, 1, 1, 0]);
    run.dispose();
  });

  it('goes on after a stop in the middle of an epoch exactly as if it had not been stopped, dropout included', async () => {
    const whole = await prepare(xorDocument());
    await train(whole);
    const broken = await prepare(xorDocument());
    const control = new RunControl();
    // The 320 training samples make 20 batches an epoch, the 40 of validation 3: the 51st call stands in the middle of the third.
    const point = control.point.bind(control);
    let calls = 0;
    control.point = () => {
      calls += 1;
      if (calls === 51) control.stop();
      return point();
    };
    const first = await train(broken, false, control);
    expect(first.done).toMatchObject({ status: 'stopped', epochs: 2 });
    const second = await train(await prepareResume(broken.path), true);
    expect(second.done).toMatchObject({ status: 'done', epochs: 6 });
    expect(await values(broken)).toEqual(await values(whole));
    const files = await readdir(broken.path);
    expect(files.filter(file => file.startsWith('optimizer-'))).toEqual(['optimizer-6-0.safetensors']);
  });

  it('stops with a sentence when the loss is no number, and keeps the last good weights', async () => {
    const sgd = { name: 'sgd', learning_rate: 1e30 } as const;
    const regression = { y: { loss: 'mean_squared_error' } } as const;
    const document = xorDocument({ optimizer: sgd, outputs: regression });
    const nodes = { ...document.nodes, y: { type: 'Dense', parameters: { units: 1 } } };
    const folder = await prepare({ ...document, nodes });
    const { done } = await train(folder);
    expect(done).toMatchObject({ status: 'failed', epochs: 0, test: null });
    expect(done.reason).toContain('no longer a number in epoch 1');
    await expect(folder.readWeights()).rejects.toThrow('has no weights yet');
  });

  it('stops early when the validation loss no longer improves, and marks the best epoch', async () => {
    const document = xorDocument({
      epochs: 50,
      earlyStopping: { patience: 2 },
      optimizer: { name: 'sgd', learning_rate: 1e-9 },
    });
    const { done } = await train(await prepare(document));
    expect(done.status).toBe('done');
    expect(done.epochs).toBeLessThan(50);
    expect(done.epochs - (done.bestEpoch ?? 0)).toBe(2);
    expect(done.reason).toContain('Stopped early');
  });

  it('refuses a data set of other shapes with both shapes and the remedy, before it makes a folder', async () => {
    const before = await readdir(place.directory);
    await expect(prepare(xorDocument({ dataset: 'spirals' }))).rejects.toThrow(
      'has targets of 2, but the output "y" gives 1. To fit it: set units of "y" to 2, its activation to softmax.',
    );
    expect(await readdir(place.directory)).toEqual(before);
  });

  it('refuses what cannot fit in memory before it makes a folder', async () => {
    const before = await readdir(place.directory);
    const document = xorDocument();
    const hidden = { type: 'Dense', parameters: { units: 1e12, activation: 'tanh' } };
    const nodes = { ...document.nodes, hidden };
    await expect(prepare({ ...document, nodes })).rejects.toThrow('Make the network smaller.');
    expect(await readdir(place.directory)).toEqual(before);
  });
});
