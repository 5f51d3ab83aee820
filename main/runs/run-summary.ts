import path from 'node:path';
import type { RunSummary } from '../../shared/contract/runs.ts';
import type { ImportedRecord, RunRecord } from '../../shared/contract/training.ts';
import { isAlive } from '../processes/is-alive.ts';
import { RunError } from './run-error.ts';
import { RunFolder } from './run-folder.ts';
import { listRunPaths } from './run-place.ts';
import { isScaled } from './run-scaling.ts';

/** Why a run that waited for its turn does so no more. */
export const CLOSED_WAITING =
  "Netloom was closed before this run's turn came; resume to put it in the queue again.";

/**
 * A run as lists show it. A run that says it is running while its process is gone is shown as interrupted.
 *
 * @param run its folder
 * @throws RunError when there is no run or its record is damaged
 */
export async function runSummary(run: string): Promise<RunSummary> {
  const record = await new RunFolder(run).readAnyRecord();
  if (record.status === 'imported') return importedSummary(run, record);
  const isBusy = record.status === 'running' || record.status === 'queued';
  const isLost = isBusy && !isAlive(record.pid);
  return {
    path: run,
    name: path.basename(run),
    status: isLost ? 'interrupted' : record.status,
    before: null,
    reason: isLost ? lostReason(record) : record.reason,
    code: isLost ? 'run.closed' : (record.code ?? null),
    dataset: record.dataset.name,
    learning: [record.learning ?? [], `batch ${record.batchSize}`, `seed ${record.seed}`].flat().join(', '),
    scaling: isScaled(record) ? record.dataset.scaling : null,
    engine: record.engine.name,
    device: record.engine.device ?? '',
    epochs: record.epochs,
    epochsDone: record.epochsDone,
    bestEpoch: record.bestEpoch,
    test: record.test && testFigures(record.test),
    started: record.started,
    duration: record.duration,
  };
}

function importedSummary(run: string, { source, started }: ImportedRecord): RunSummary {
  return {
    path: run,
    name: path.basename(run),
    status: 'imported',
    before: null,
    reason: `The weights came with ${source.file}.`,
    code: null,
    dataset: '',
    learning: '',
    scaling: null,
    engine: '',
    device: '',
    epochs: 0,
    epochsDone: 0,
    bestEpoch: null,
    test: null,
    started,
    duration: 0,
  };
}

/** The runs in a folder, newest first; folders that are no runs are passed over. */
export async function listRuns(directory: string): Promise<readonly RunSummary[]> {
  const summaries = await Promise.all(
    (await listRunPaths(directory)).map(run =>
      runSummary(run).catch((error: unknown) => {
        if (error instanceof RunError) return null;
        throw error;
      }),
    ),
  );
  return summaries.filter(summary => summary !== null);
}

function lostReason(record: RunRecord): string {
  if (record.status === 'queued') return CLOSED_WAITING;
  return record.epochsDone > 0
    ? `The training process is gone. The weights of epoch ${record.epochsDone} of ${record.epochs} are kept; resume to go on from there.`
    : 'The training process is gone before an epoch was finished; resume to begin again.';
}

/** Loss and metrics of the test samples; of several outputs by their names, as in the epochs' figures. */
function testFigures(test: NonNullable<RunRecord['test']>): Record<string, number> {
  const { loss, accuracy, metrics, outputs } = test;
  if (outputs) {
    const own = Object.entries(outputs).flatMap(([name, figures]) =>
      Object.entries(figures).map(([figure, value]) => [`${name}_${figure}`, value] as const),
    );
    return { loss, ...Object.fromEntries(own) };
  }
  return { loss, ...(accuracy !== null && { accuracy }), ...metrics };
}
