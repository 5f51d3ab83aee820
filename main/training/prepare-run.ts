import type { EngineName } from '../../shared/contract/engines.ts';
import type { NetloomDocument, TrainingSettings } from '../../shared/document/schema.ts';
import { DATASET_SCALING } from '../../shared/training/dataset-list.ts';
import { learningWords } from '../../shared/training/learning-words.ts';
import { DatasetError } from '../datasets/dataset-error.ts';
import { peekInfo } from '../datasets/peek-info.ts';
import { requireTrainingMemory, trainingMemory } from '../engines/training-memory.ts';
import { isAlive } from '../processes/is-alive.ts';
import { RunError } from '../runs/run-error.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { newRunPath } from '../runs/run-place.ts';
import { changedSettings } from './changed-settings.ts';
import { dataRequest } from './data-request.ts';
import { newRecord, trainingPlan } from './plan.ts';
import { requireFit, weighedClasses } from './require-fit.ts';

/** What a new run needs beside the document, whose training settings it takes. */
export interface RunRequest {
  readonly engine: EngineName;
  /** The folder of the document's runs; the run gets a folder in it. */
  readonly directory: string;
  /** The folder of a run, trained or imported, whose weights it begins with; those that do not fit begin fresh. */
  readonly weights?: string;
  /** The run's own folder, where the caller wants a certain one. */
  readonly path?: string;
  /** Whether it is to wait for its turn. */
  readonly waits?: boolean;
  /** The most memory that it may take, in bytes; left out for what is free. */
  readonly memoryLimit?: number | undefined;
}

/** How a run goes on. */
export interface ResumeRequest {
  /** Epochs to have done at the end; by default as begun. */
  readonly epochs?: number | undefined;
  /** Whether it is to wait for its turn. */
  readonly waits?: boolean;
  /** Training settings to go on with; left out for those that it had. */
  readonly settings?: TrainingSettings | undefined;
}

/**
 * Makes the folder of a new run: the document as trained and the record.
 *
 * @param document with the training settings, the data set among them
 * @throws DatasetError, EngineError when the network cannot be trained so; nothing is written then
 */
export async function prepareRun(document: NetloomDocument, request: RunRequest): Promise<RunFolder> {
  const plan = trainingPlan(document);
  const { settings } = plan;
  if (settings.dataset === null)
    throw new DatasetError('dataset.unknown', 'No data set is chosen. Choose one in the training settings.');
  const info = await peekInfo(dataRequest(plan, settings.dataset));
  requireFit(plan, info);
  if (settings.data.classWeights !== undefined) weighedClasses(info);
  requireTrainingMemory(
    trainingMemory(plan.inference, settings.batchSize, settings.optimizer),
    settings.batchSize,
    undefined,
    request.memoryLimit,
  );
  const folder = new RunFolder(request.path ?? (await newRunPath(request.directory, settings.seed)));
  const [train, validation, test] = settings.split;
  const dataset = {
    name: info.name,
    identity: '',
    samples: info.samples,
    scaling: DATASET_SCALING[info.name] ?? 'none',
    split: [train, validation, test] satisfies [number, number, number],
  };
  const status = request.waits === true ? ('queued' as const) : ('running' as const);
  const record = { ...newRecord(plan, dataset, { name: request.engine, version: '' }), status };
  if (request.weights !== undefined) await new RunFolder(request.weights).openWeights();
  await folder.create(
    request.weights === undefined ? record : { ...record, weights: request.weights },
    document,
  );
  return folder;
}

/**
 * Makes a run ready to go on from its last checkpoint.
 *
 * @param run its folder
 * @param request how it goes on
 * @throws RunError when it is still training, there is nothing left to do, or a setting cannot change any more
 */
export async function prepareResume(run: string, request: ResumeRequest = {}): Promise<RunFolder> {
  const folder = new RunFolder(run);
  const record = await folder.readRecord();
  const isBusy = record.status === 'running' || record.status === 'queued';
  if (isBusy && record.pid !== process.pid && isAlive(record.pid))
    throw new RunError(
      'run.mismatch',
      `The run ${run} ${record.status === 'queued' ? 'waits for its turn' : 'is still training'} (process ${record.pid}).`,
    );
  const document = await folder.readDocument();
  const changed = request.settings && changedSettings(document, request.settings);
  const total = request.epochs ?? (changed && 'epochs' in changed.changes ? changed.epochs : record.epochs);
  // What was trained after the last checkpoint is lost where a checkpoint could not be written.
  const done =
    record.status === 'done'
      ? record.epochsDone
      : ((await folder.readCheckpoint())?.position.epoch ?? record.epochsDone);
  if (done >= total)
    throw new RunError('run.mismatch', `The run ${run} has done its ${done} epochs; ask for more to go on.`);
  await folder.removeLeftovers();
  const { code: _, ...rest } = record;
  const hasChanges = changed && Object.keys(changed.changes).length > 0;
  if (hasChanges) await folder.writeDocument(changed.document);
  await folder.writeRecord({
    ...rest,
    status: request.waits === true ? 'queued' : 'running',
    reason: null,
    epochs: total,
    pid: process.pid,
    ...(hasChanges && {
      learning: learningWords(trainingPlan(changed.document).settings),
      changes: [...(record.changes ?? []), { epochsDone: done, settings: changed.changes }],
    }),
  });
  return folder;
}
