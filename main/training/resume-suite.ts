import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineName } from '../../shared/contract/engines.ts';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import type { Engine } from '../engines/engine.ts';
import { type Checkpoint, RunFolder } from '../runs/run-folder.ts';
import { prepareResume, prepareRun } from './prepare-run.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';
import { temporaryFolder, weightValues, xorDocument } from './testing.ts';

/** Stops at the so-manieth look between batches. */
function stopping(at: number): RunControl {
  const control = new RunControl();
  const point = control.point.bind(control);
  let calls = 0;
  control.point = () => {
    calls += 1;
    if (calls === at) control.stop();
    return point();
  };
  return control;
}

/** Left to itself the engine chooses by the time of a first step, and another number of steps at a time may round differently. */
const STEPS = 3;

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
 */
export function describeResume(name: EngineName, load: () => Engine): void {
  describe(`a run on ${name}`, () => {
    let directory: string;
    beforeAll(async () => {
      directory = await temporaryFolder();
    });
    afterAll(() => rm(directory, { recursive: true }));
    const prepare = (document: NetloomDocument) => prepareRun(document, { engine: name, directory });
    const train = (folder: RunFolder, resume = false, control = new RunControl()) =>
      runTraining(load(), folder, { resume, control, report: () => undefined, stepsPerCall: STEPS });

    it.each(SETTINGS.map(settings => [settings] as const))(
      'trains 6 epochs straight to the very weights and figures of 3 epochs and 3 more, and of one broken off within an epoch: %j',
      async settings => {
        const straight = await prepare(xorDocument(settings));
        await train(straight);
        const halved = await prepare(xorDocument({ ...settings, epochs: 3 }));
        await train(halved);
        await train(await prepareResume(halved.path, { epochs: 6 }), true);
        const broken = await prepare(xorDocument(settings));
        expect(await train(broken, false, stopping(9))).toMatchObject({ status: 'stopped' });
        await train(await prepareResume(broken.path), true);
        for (const other of [halved, broken]) {
          expect(await weightValues(other)).toEqual(await weightValues(straight));
          const figures = async (folder: RunFolder) =>
            (await folder.readMetrics()).map(({ ms: _, ...epoch }) => epoch);
          expect(await figures(other)).toEqual(await figures(straight));
        }
      },
      60_000,
    );

    it('keeps a checkpoint within an epoch when so many minutes have passed, and ends with the same weights', async () => {
      const plain = await prepare(xorDocument({ epochs: 2 }));
      await train(plain);
      const often = await prepare(xorDocument({ epochs: 2, checkpoints: { everyMinutes: 1e-9 } }));
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
    });
  });
}
