import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { epochSchema } from '../shared/contract/runs.ts';
import { type RunRecord, runRecordSchema } from '../shared/contract/training.ts';

/**
 * The folders of a document's runs, the first begun first.
 *
 * @param folder of the document
 * @param name of its file, without the ending
 */
export function runFolders(folder: string, name: string): readonly string[] {
  const runs = path.join(folder, `${name}.runs`);
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .map(run => path.join(runs, run));
}

/** The numbers of the epochs in a run's record; none before the first checkpoint. */
export function epochsOf(run: string): readonly number[] {
  const file = path.join(run, 'metrics.jsonl');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map(line => epochSchema.parse(JSON.parse(line)).epoch);
}

/** What a run's folder says of it. */
export function recordOf(run: string): RunRecord {
  return runRecordSchema.parse(JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8')));
}

/** 1 to count: the epochs of a run that lacks none. */
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
