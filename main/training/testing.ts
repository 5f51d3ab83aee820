import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import type { RunFolder } from '../runs/run-folder.ts';

/** A small network for the data set `xor`, for tests: 2 inputs, 8 tanh units with dropout, 1 sigmoid. */
export function xorDocument(training: TrainingSettings = {}): NetloomDocument {
  return {
    format: 'netloom',
    version: 1,
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
