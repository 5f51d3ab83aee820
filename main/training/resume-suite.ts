import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineName } from '../../shared/contract/engines.ts';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import type { Engine } from '../engines/engine.ts';
import { type Checkpoint, RunFolder } from '../runs/run-folder.ts';
import { pairsDocument, pairsFile } from './pairs-testing.ts';
import { prepareResume, prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { runOutcome, temporaryFolder, trainBrokenOff, weightValues, xorDocument } from './testing.ts';

/** Few enough that a run can be broken off within an epoch of ten batches. */
const STEPS = 3;
/** Of the 320 samples: ten batches. Smaller ones take TensorFlow.js's WebGPU backend three times as long on an adapter in software. */
const BATCH = 32;

/** Settings that each keep something from step to step. */
const SETTINGS: readonly TrainingSettings[] = [
  {},
  { optimizer: { name: 'nadam', learning_rate: 0.05, clipnorm: 0.5 } },
  { optimizer: { name: 'adam', learning_rate: 0.05, gradient_accumulation_steps: 3, amsgrad: true } },
  {
    optimizer: { name: 'sgd', learning_rate: 0.1, momentum: 0.9, use_ema: true },
    layerRates: { 'hid*': 0.5 },
  },
  {
    schedule: { name: 'cosine_decay', decay_steps: 6, unit: 'epochs', warmup_steps: 1 },
    reduceOnPlateau: { patience: 1, factor: 0.5, monitor: 'loss' },
  },
];

/**
 * Runs that are broken off and go on, compared with runs that were not.
 *
 * @param name of the engine
 * @param load gives it
 * @param settings what the runs train with; all by default
 */
export function describeResume(
  name: EngineName,
  load: () => Engine,
  settings: readonly TrainingSettings[] = SETTINGS,
): void {
  describe(`a run on ${name}`, () => {
    let directory: string;
    beforeAll(async () => {
      directory = await temporaryFolder();
    });
    afterAll(() => rm(directory, { recursive: true }));
    const prepare = (document: NetloomDocument) => prepareRun(document, { engine: name, directory });
    const train = (folder: RunFolder, resume = false) =>
      runTraining(load(), folder, {
        resume,
        control: new RunControl(),
        report: () => undefined,
        stepsPerCall: STEPS,
      });

    const expectSame = async (document: NetloomDocument) => {
      const straight = await prepare(document);
      await train(straight);
      const halved = await prepare({ ...document, training: { ...document.training, epochs: 3 } });
      await train(halved);
      await train(await prepareResume(halved.path, { epochs: 6 }), true);
      const broken = await prepare(document);
      expect(await trainBrokenOff(load(), broken, STEPS)).toBe('stopped within epoch 2');
      await train(await prepareResume(broken.path), true);
      const expected = await runOutcome(straight);
      expect(await runOutcome(halved)).toEqual(expected);
      expect(await runOutcome(broken)).toEqual(expected);
    };

    it.each(settings.map(given => [given] as const))(
      'trains 6 epochs straight to the very weights and figures of 3 epochs and 3 more, and of one broken off within an epoch: %j',
      async given => {
        await expectSame(xorDocument({ ...given, batchSize: BATCH }));
      },
      60_000,
    );

    it('does so with two inputs, each scaled by itself, and two outputs too', async () => {
      const dataset = path.join(directory, 'pairs.npz');
      await writeFile(dataset, await pairsFile());
      await expectSame(pairsDocument({ dataset, epochs: 6, batchSize: BATCH }));
    }, 60_000);

    it('keeps a checkpoint within an epoch when so many minutes have passed, and ends with the same weights', async () => {
      const plain = await prepare(xorDocument({ epochs: 2, batchSize: BATCH }));
      await train(plain);
      const often = await prepare(
        xorDocument({ epochs: 2, batchSize: BATCH, checkpoints: { everyMinutes: 1e-9 } }),
      );
      const positions: string[] = [];
      const watched = new (class extends RunFolder {
        override async writeCheckpoint(checkpoint: Checkpoint) {
          positions.push(Object.values(checkpoint.position).join());
          await super.writeCheckpoint(checkpoint);
        }
      })(often.path);
      await train(watched);
      expect(positions.some(position => !position.endsWith(',0'))).toBe(true);
      expect(positions.at(-1)).toBe('2,0');
      expect(await weightValues(often)).toEqual(await weightValues(plain));
    }, 60_000);
  });
}
