import type { DoneEvent, RunRecord, ScoresMessage, TrainingEvent } from '../../shared/contract/training.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { augments } from '../../shared/training/augmentation.ts';
import { classWeights } from '../../shared/training/class-weights.ts';
import { networkInputs, servingIndex } from '../../shared/training/network-ports.ts';
import { NO_SCALING, scalingWords } from '../../shared/training/scaling.ts';
import { measuredFigures } from '../../shared/training/watching.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { DatasetError } from '../datasets/dataset-error.ts';
import { isBuiltIn, type PreparedData, prepareDataset } from '../datasets/prepare-dataset.ts';
import type { Engine, EngineModel } from '../engines/engine.ts';
import { requireTrainingMemory, trainingMemory } from '../engines/training-memory.ts';
import { RunError } from '../runs/run-error.ts';
import type { RunFolder } from '../runs/run-folder.ts';
import { recordedScaling } from '../runs/run-scaling.ts';
import { dataRequest } from './data-request.ts';
import { scoresMessage } from './epoch-scores.ts';
import type { FeedPlan } from './feed.ts';
import { givenWeights } from './given-weights.ts';
import { type TrainingPlan, trainingPlan } from './plan.ts';
import { requireFit, weighedClasses } from './require-fit.ts';
import type { RunControl } from './run-control.ts';
import { statusOf } from './run-ending.ts';
import { type Ending, recordOf, scoreOf, Trainer, type TrainerParts } from './trainer.ts';
import { weightStoreOf } from './weight-store-of.ts';

/** How a training is told where to go on and whom to tell. */
export interface TrainingOptions {
  /** Goes on from the last checkpoint. */
  readonly resume: boolean;
  readonly control: RunControl;
  report(event: TrainingEvent): void;
  /** How many steps the engine makes at a time, for tests; left out: a resumed run keeps its number, a fresh one takes what suits the machine. */
  readonly stepsPerCall?: number;
}

/**
 * Trains a prepared run to its end, in this process.
 *
 * @param engine the engine to train on
 * @param folder the run: its document, its record
 * @param options resume, control, whom to tell
 * @returns how it ended, as also reported; a loss that is no number and too little memory are endings, not errors
 * @throws EngineError, DatasetError, RunError when it cannot begin; the record then says why
 */
export async function runTraining(
  engine: Engine,
  folder: RunFolder,
  options: TrainingOptions,
): Promise<DoneEvent> {
  let record = await folder.readRecord();
  let model: EngineModel | null = null;
  let data: PreparedData | null = null;
  try {
    const plan = trainingPlan(await folder.readDocument());
    data = await dataOf(record, plan);
    const { dataset, split } = data;
    requireFit(plan, dataset.info);
    requireTrainingMemory(
      trainingMemory(plan.inference, record.batchSize, plan.settings.optimizer),
      record.batchSize,
    );
    record = begun(record, engine, data);
    await folder.writeRecord(record);
    const { inference, graph } = plan;
    const learning = { ...plan.learning, classWeights: weightsOfClasses(plan, data) };
    requireWatched(plan, data.split.validation.length > 0);
    const checkpoint = options.resume ? await folder.readCheckpoint() : null;
    await folder.removeFinal();
    const steps = options.stepsPerCall ?? checkpoint?.stepsPerCall ?? null;
    const weights = checkpoint ? weightStoreOf(checkpoint.weights) : await weightsOfRun(record, plan);
    model = engine.build({
      graph,
      inference,
      seed: record.seed,
      learning,
      ...(weights && { weights }),
      ...(steps !== null && { stepsPerCall: steps }),
    });
    if (checkpoint) model.setOptimizerState(checkpoint.optimizer);
    const position = checkpoint?.position ?? { epoch: 0, batch: 0 };
    const history = (await folder.readMetrics()).filter(epoch => epoch.epoch <= position.epoch);
    const { augmentation } = plan.settings.data;
    const feed = {
      ...feedPlan(plan, dataset, record.batchSize),
      ...(augments(augmentation) && { augmentation: { settings: augmentation, seed: record.seed } }),
    };
    const { control, report } = options;
    const saved = async (at: Trainer) => {
      record = recordOf(record, at);
      await folder.writeRecord(record);
    };
    const parts = { model, plan, feed, split, folder, control, epochs: record.epochs, report, saved };
    const trainer = new Trainer(parts, position, history, record.duration);
    const ending = await trainer
      .run()
      .then(async ended => {
        if (ended.status === 'done') await finish(parts, trainer);
        return ended;
      })
      .catch(endedBy);
    const isWhole = ending.status === 'done' || ending.status === 'stopped';
    const test = isWhole ? await testScores(parts) : null;
    record = { ...recordOf(record, trainer), ...ending, test };
    // On a full disk the record stays as it was: the sentence still reaches whoever started the training.
    await folder.writeRecord(record).catch(error => {
      if (!isLackOfSpace(error)) throw error;
    });
    const done = doneEvent(folder.path, record, ending);
    report(done);
    return done;
  } catch (error) {
    await folder.writeRecord(failedBy(record, error));
    throw error;
  } finally {
    model?.dispose();
    await data?.close();
  }
}

/** The scores of the test samples; null where there are none or the network gives no numbers. */
async function testScores(parts: TrainerParts): Promise<ScoresMessage | null> {
  if (parts.split.test.length === 0) return null;
  const scores = await scoreOf(parts, parts.split.test);
  return Number.isFinite(scores.loss) ? scoresMessage(scores, parts.plan) : null;
}

/** What feeds a network from a data set. */
export function feedPlan(plan: TrainingPlan, dataset: Dataset, batchSize: number): FeedPlan {
  const { inputs, targets } = dataset.info;
  return {
    dataset,
    batchSize,
    inputs: networkInputs(plan.inference).map(({ name }) => servingIndex(name, inputs)),
    targets: plan.outputs.map(({ name }, i) => ({
      index: servingIndex(name, targets),
      isSparse: plan.learning.outputs[i]?.loss === 'sparse_categorical_crossentropy',
    })),
  };
}

/** Opens the run's data and makes sure that they are those it began with. */
async function dataOf(record: RunRecord, plan: TrainingPlan): Promise<PreparedData> {
  const { name, identity, split } = record.dataset;
  const data = await prepareDataset({
    ...dataRequest(plan, name),
    split,
    seed: record.seed,
    scaling: recordedScaling(record.dataset),
  });
  if (identity === '' || identity === data.dataset.identity) return data;
  await data.close();
  throw new RunError(
    'run.mismatch',
    `The data set "${name}" is not the one that this run began with, so it cannot go on. Start a new run.`,
  );
}

/** The weights of the classes in the loss, by how often they occur in the training samples. */
function weightsOfClasses(plan: TrainingPlan, { dataset, split }: PreparedData): readonly number[] | null {
  const { classWeights: setting } = plan.settings.data;
  if (setting === undefined) return null;
  const classes = weighedClasses(dataset.info);
  const labels = dataset.labels[0] ?? new Int32Array(0);
  const counts = classes.map(() => 0);
  for (const sample of split.train) counts[labels[sample] ?? 0] = (counts[labels[sample] ?? 0] ?? 0) + 1;
  try {
    return classWeights(setting, classes, counts);
  } catch (error) {
    throw error instanceof RangeError ? new DatasetError('dataset.labels', error.message) : error;
  }
}

function begun(record: RunRecord, engine: Engine, data: PreparedData): RunRecord {
  const { dataset, scaling, skipped } = data;
  const isScaled = scaling.some(({ kind }) => kind !== 'none') || !isBuiltIn(dataset.info.name);
  // What earlier versions wrote of one input stands in the list now.
  const { scale: _, bytes: __, ...before } = record.dataset;
  const inputs = dataset.info.inputs.map(({ name }, i) => {
    const { kind, offset, factor, areBytes } = scaling[i] ?? { ...NO_SCALING, areBytes: false };
    return { name, scale: { kind, offset: [...offset], factor: [...factor] }, bytes: areBytes };
  });
  return {
    ...record,
    status: 'running',
    reason: null,
    code: undefined,
    pid: process.pid,
    engine: { name: engine.name, version: engine.version, device: engine.device },
    dataset: {
      ...before,
      identity: dataset.identity,
      samples: dataset.info.samples,
      ...(isScaled && {
        scaling: inputs
          .map(({ name, scale }) => (name === null ? '' : `${name}: `) + scalingWords(scale))
          .join('; '),
        inputs,
      }),
      ...(skipped.length > 0 && { skipped: skipped.length }),
    },
  };
}

/** The weights of another run that a run begins with, as far as they fit; null for fresh ones. */
async function weightsOfRun(record: RunRecord, { inference }: TrainingPlan): Promise<WeightStore | null> {
  return record.weights === undefined ? null : givenWeights(record.weights, inference);
}

/** Puts the weights in place that the training gives in the end: the best epoch's after early stopping, or moving averages. */
async function finish({ model, plan, folder }: TrainerParts, trainer: Trainer): Promise<void> {
  const { earlyStopping } = plan.settings;
  const position = { epoch: trainer.history.length, batch: 0 };
  const { bestEpoch } = trainer;
  const wantsBest = earlyStopping !== null && earlyStopping.restore_best_weights !== false;
  if (wantsBest && bestEpoch !== null && bestEpoch !== position.epoch) {
    const best = await folder.readWeights('best');
    model.setWeights(weightStoreOf(best));
    await folder.writeFinal({ epoch: bestEpoch, batch: 0 }, best);
    return;
  }
  const averages = model.getAverages();
  if (!averages) return;
  model.setWeights(weightStoreOf(averages));
  await folder.writeFinal(position, model.getWeights());
}

/** Makes sure that what early stopping and the plateau watch is measured. */
function requireWatched(plan: TrainingPlan, hasValidation: boolean): void {
  const { earlyStopping, reduceOnPlateau } = plan.settings;
  const known = measuredFigures(
    plan.outputs.map(({ name }, i) => [name, plan.learning.outputs[i]?.metrics ?? []] as const),
  );
  const all = hasValidation ? [...known, ...known.map(name => `val_${name}`)] : known;
  for (const watched of [earlyStopping, reduceOnPlateau]) {
    const { monitor } = watched ?? {};
    if (monitor === undefined || all.includes(monitor)) continue;
    throw new RunError(
      'run.setting',
      `Training is to watch "${monitor}", which is not measured. Measured are ${all.join(', ')}; add the metric to the output or watch one of these.`,
    );
  }
}

/** The record of a run that could not begin or go on. */
export function failedBy(record: RunRecord, error: unknown): RunRecord {
  const code = codeOf(error);
  return { ...record, status: statusOf(code), reason: sentenceOf(error), code };
}

/** What went wrong, in the error's own sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The stable code of what went wrong while training; `run.failed` where the error has none of its own. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'run.failed';
}

/** What V8 and TensorFlow say when there is no memory left. */
const NO_MEMORY = /OOM|out of memory|allocation failed|bad_alloc|RESOURCE_EXHAUSTED/i;

/** What systems say when a disk or a quota is full. */
const NO_SPACE: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function isLackOfSpace(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && NO_SPACE.has(String(error.code));
}

function endedBy(error: unknown): Ending {
  if (error instanceof DatasetError && error.code === 'dataset.vanished')
    return {
      status: 'interrupted',
      code: error.code,
      reason: `${error.message} The last checkpoint is kept; resume when the data are back.`,
    };
  if (isLackOfSpace(error))
    return {
      status: 'interrupted',
      code: 'run.disk-full',
      reason: `The disk is full, so a checkpoint could not be written (${error.message}). The last checkpoint is whole: free some space and resume.`,
    };
  if (!(error instanceof Error) || !NO_MEMORY.test(error.message)) throw error;
  return {
    status: 'failed',
    code: 'run.memory',
    reason: `The memory did not suffice (${error.message.split('\n')[0]}). The last checkpoint is kept: close other programs and resume, or train anew with a smaller batch size.`,
  };
}

function doneEvent(run: string, record: RunRecord, { status, reason, code }: Ending): DoneEvent {
  const { engine, epochsDone, bestEpoch, test } = record;
  const { name, device = '' } = engine;
  return {
    event: 'done',
    run,
    engine: name,
    device,
    epochs: epochsDone,
    bestEpoch,
    status,
    reason,
    code: code ?? null,
    test,
  };
}
