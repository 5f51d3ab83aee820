import { describe, expect, it } from 'vitest';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { type Checkpoint, RunFolder } from '../runs/run-folder.ts';
import { testPlace } from './place-testing.ts';
import { prepareResume, prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { weightValues, xorDocument } from './testing.ts';

describe('a run', () => {
  const place = testPlace();
  const prepare = (document: NetloomDocument) =>
    prepareRun(document, { engine: 'javascript', directory: place.directory });
  const train = (folder: RunFolder, resume = false) =>
    runTraining(place.engine, folder, { resume, control: new RunControl(), report: () => undefined });

  it('keeps every third epoch and the last one', async () => {
    const folder = await prepare(xorDocument({ epochs: 7, checkpoints: { everyEpochs: 3 } }));
    const kept: number[] = [];
    const watched = new (class extends RunFolder {
      override async writeCheckpoint(checkpoint: Checkpoint) {
        kept.push(checkpoint.position.epoch);
        await super.writeCheckpoint(checkpoint);
      }
    })(folder.path);
    await train(watched);
    expect(kept.every(epoch => epoch % 3 === 0 || epoch === 7)).toBe(true);
    expect(kept.at(-1)).toBe(7);
  });

  it('gives the weights of its best epoch after early stopping, and still goes on from its last', async () => {
    const settings = {
      epochs: 60,
      optimizer: { name: 'sgd', learning_rate: 3, momentum: 0.9 },
      earlyStopping: { patience: 3, monitor: 'val_accuracy' },
    } as const;
    const folder = await prepare(xorDocument(settings));
    const done = await train(folder);
    expect(done.reason).toContain('val_accuracy has not improved for 3 epochs');
    const best = await folder.readWeights('best');
    expect(await weightValues(folder)).toEqual([...best].map(([name, { data }]) => [name, Array.from(data)]));
    const checkpoint = await folder.readCheckpoint();
    expect(checkpoint?.position.epoch).toBe(done.epochs);
    expect(checkpoint?.weights.get('y/kernel')?.data).not.toEqual(best.get('y/kernel')?.data);
    await train(await prepareResume(folder.path, { epochs: 60 }), true);
    expect((await folder.readMetrics()).length).toBeGreaterThan(done.epochs);
  });

  it('gives moving averages where the optimizer keeps them', async () => {
    const optimizer = { name: 'sgd', learning_rate: 0.5, use_ema: true, ema_momentum: 0.9 } as const;
    const folder = await prepare(xorDocument({ optimizer }));
    await train(folder);
    const last = await folder.readCheckpoint();
    const average = last?.optimizer.get('y/kernel/average')?.data;
    expect((await folder.readWeights()).get('y/kernel')?.data).toEqual(average);
    expect(last?.weights.get('y/kernel')?.data).not.toEqual(average);
  });

  it('is interrupted with a sentence when the disk is full, its last checkpoint whole, and goes on when there is room', async () => {
    const straight = await prepare(xorDocument());
    await train(straight);
    const folder = await prepare(xorDocument());
    const full = new (class extends RunFolder {
      private written = 0;
      override async writeCheckpoint(checkpoint: Checkpoint) {
        this.written += 1;
        if (this.written > 1)
          throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        await super.writeCheckpoint(checkpoint);
      }
    })(folder.path);
    const done = await train(full);
    expect(done).toMatchObject({ status: 'interrupted' });
    expect(done.reason).toContain('The disk is full');
    expect((await folder.readRecord()).status).toBe('interrupted');
    expect((await folder.readCheckpoint())?.position).toEqual({ epoch: 1, batch: 0 });
    await train(await prepareResume(folder.path), true);
    expect(await weightValues(folder)).toEqual(await weightValues(straight));
  });

  it('is refused when it is to watch what is not measured', async () => {
    const folder = await prepare(xorDocument({ earlyStopping: { patience: 2, monitor: 'val_auc' } }));
    await expect(train(folder)).rejects.toThrow(
      'watch "val_auc", which is not measured. Measured are loss, accuracy, val_loss, val_accuracy',
    );
  });
});
