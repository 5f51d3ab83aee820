import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DOCUMENT_VERSION,
  type NetloomDocument,
  type TrainingSettings,
} from '../../shared/document/schema.ts';
import type { Engine } from '../engines/engine.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { RunControl } from './run-control.ts';
import { runTraining } from './run-training.ts';

/** A small network for the data set `xor`, for tests: 2 inputs, 8 tanh units with dropout, 1 sigmoid. */
export function xorDocument(training: TrainingSettings = {}): NetloomDocument {
  return {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'xor',
    nodes: {
      x: { type: 'InputLayer', parameters: { shape: [2] } },
      hidden: { type: 'Dense', parameters: { units: 8, activation: 'tanh' } },
      dropout: { type: 'Dropout', parameters: { rate: 0.1 } },
      y: { type: 'Dense', parameters: { units: 1, activation: 'sigmoid' } },
    },
    edges: [
      { from: 'x', to: 'hidden' },
      { from: 'hidden', to: 'dropout' },
      { from: 'dropout', to: 'y' },
    ],
    positions: {},
    training: {
      dataset: 'xor',
      epochs: 6,
      batchSize: 16,
      seed: 1,
      optimizer: { name: 'adam', learning_rate: 0.05 },
      ...training,
    },
  };
}

/** The weights that a run gives, by name, as plain numbers. */
export async function weightValues(
  folder: RunFolder,
): Promise<readonly (readonly [string, readonly number[]])[]> {
  return [...(await folder.readWeights())].map(([name, { data }]) => [name, Array.from(data)] as const);
}

/** A fresh folder for a test's runs. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'netloom-test-'));
}

/** Stops a run at its second look between batches after its first epoch: within the second one, where that has more batches. */
class WithinSecondEpoch extends RunControl {
  private looks = 0;
  isFirstOver = false;

  override point() {
    if (this.isFirstOver) this.looks += 1;
    if (this.looks === 2) this.stop();
    return super.point();
  }
}

/**
 * Trains a prepared run and breaks it off within its second epoch.
 *
 * @param engine what computes
 * @param folder the run
 * @param stepsPerCall how many steps the engine makes at a time: few enough that it looks up within an epoch
 * @returns what came of it: `stopped within epoch 2` where all went as meant
 */
export async function trainBrokenOff(
  engine: Engine,
  folder: RunFolder,
  stepsPerCall: number,
): Promise<string> {
  const control = new WithinSecondEpoch();
  const { status } = await runTraining(engine, folder, {
    resume: false,
    control,
    stepsPerCall,
    report: event => {
      if (event.event === 'epoch') control.isFirstOver = true;
    },
  });
  const { epoch = 0, batch = 0 } = (await folder.readCheckpoint())?.position ?? {};
  return batch === 0 ? `${status} after epoch ${epoch}` : `${status} within epoch ${epoch + 1}`;
}

/**
 * Everything that a run gives, to be compared bit for bit: the digests of its tensors (weights, best weights, the optimizer's state), and
 * its figures without times.
 *
 * @param folder the run
 */
export async function runOutcome({ path: run }: RunFolder): Promise<readonly (readonly [string, string])[]> {
  const tensors = (await readdir(run)).filter(name => name.endsWith('.safetensors')).sort();
  const digests = tensors.map(async name => {
    const bytes = await readFile(path.join(run, name));
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  const figures = (await readFile(path.join(run, 'metrics.jsonl'), 'utf8')).replace(/"ms":[\d.]+/g, '');
  return [...(await Promise.all(digests)), ['metrics.jsonl', figures]];
}
