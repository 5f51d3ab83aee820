import type { DoneEvent, RunRecord, ScoresMessage, TrainingEvent } from '../../shared/contract/training.ts';
import { describedWeights } from '../../shared/exporters/initial-weight-store.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { loadDataset } from '../datasets/catalog.ts';
import { type Dataset, splitIndices } from '../datasets/dataset.ts';
import type { Engine, EngineModel } from '../engines/engine.ts';
import { requireTrainingMemory, trainingMemory } from '../engines/training-memory.ts';
import { RunError, RunFolder } from '../runs/run-folder.ts';
import type { FeedPlan } from './feed.ts';
import { type TrainingPlan, trainingPlan } from './plan.ts';
import { requireFit } from './require-fit.ts';
import type { RunControl } from './run-control.ts';
import { type Ending, recordOf, scoreOf, scoresMessage, Trainer, type TrainerParts } from './trainer.ts';
import { weightStoreOf } from './weight-store-of.ts';

/** How a training is told where to go on and whom to tell. */
export interface TrainingOptions {
  /** Goes on from the last checkpoint. */
  readonly resume: boolean;
  readonly control: RunControl;
  report(event: TrainingEvent): void;
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
  try {
    const plan = trainingPlan(await folder.readDocument());
    const dataset = await datasetOf(record);
    requireFit(plan, dataset.info);
    requireTrainingMemory(
      trainingMemory(plan.inference, record.batchSize, plan.settings.optimizer),
      record.batchSize,
    );
    record = begun(record, engine, dataset);
    await folder.writeRecord(record);
    const { inference, graph, learning } = plan;
    const checkpoint = options.resume ? await folder.readCheckpoint() : null;
    const weights = checkpoint ? weightStoreOf(checkpoint.weights) : await givenWeights(record, plan);
    model = engine.build({
      graph,
      inference,
      seed: record.seed,
      learning,
      ...(weights && { weights }),
    });
    if (checkpoint) model.setOptimizerState(checkpoint.optimizer);
    const position = checkpoint?.position ?? { epoch: 0, batch: 0 };
    const history = (await folder.readMetrics()).filter(epoch => epoch.epoch <= position.epoch);
    const feed = feedPlan(plan, dataset, record.batchSize);
    const split = splitIndices(dataset.info.samples, record.dataset.split, record.seed);
    const { control, report } = options;
    const saved = async (at: Trainer) => {
      record = recordOf(record, at);
      await folder.writeRecord(record);
    };
    const parts = { model, plan, feed, split, folder, control, epochs: record.epochs, report, saved };
    const trainer = new Trainer(parts, position, history, record.duration);
    const ending = await trainer.run().catch(outOfMemory);
    const test = ending.status === 'failed' ? null : testScores(parts);
    record = { ...recordOf(record, trainer), ...ending, test };
    await folder.writeRecord(record);
    const done = doneEvent(folder.path, record, ending);
    report(done);
    return done;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await folder.writeRecord({ ...record, status: 'failed', reason });
    throw error;
  } finally {
    model?.dispose();
  }
}

/** The weights of another run that a run begins with, as far as they fit; null for fresh ones. */
async function givenWeights(record: RunRecord, { inference }: TrainingPlan): Promise<WeightStore | null> {
  if (record.weights === undefined) return null;
  const { tensors } = await new RunFolder(record.weights).openWeights();
  const descriptions = describedWeights(inference);
  return {
    get(name) {
      const tensor = tensors.get(name);
      const wanted = descriptions.get(name)?.shape;
      const fits = tensor?.dtype === 'float32' && tensor.shape.join() === wanted?.join();
      const data = fits ? tensor.read() : undefined;
      return data instanceof Float32Array ? data : undefined;
    },
  };
}

/** The scores of the test samples; null where there are none or the network gives no numbers. */
function testScores(parts: TrainerParts): ScoresMessage | null {
  if (parts.split.test.length === 0) return null;
  const scores = scoreOf(parts, parts.split.test);
  return Number.isFinite(scores.loss) ? scoresMessage(scores, parts.plan) : null;
}

/** What feeds a network from a data set. */
export function feedPlan(plan: TrainingPlan, dataset: Dataset, batchSize: number): FeedPlan {
  const sparse = plan.learning.outputs.map(output => output.loss === 'sparse_categorical_crossentropy');
  return { dataset, batchSize, sparse };
}

/** Loads the run's data set and makes sure that it is the one it began with. */
async function datasetOf(record: RunRecord): Promise<Dataset> {
  const dataset = await loadDataset(record.dataset.name);
  const { identity } = record.dataset;
  if (identity !== '' && identity !== dataset.identity)
    throw new RunError(
      'run.mismatch',
      `The data set "${record.dataset.name}" is not the one that this run began with, so it cannot go on. Start a new run.`,
    );
  return dataset;
}

function begun(record: RunRecord, engine: Engine, dataset: Dataset): RunRecord {
  return {
    ...record,
    status: 'running',
    reason: null,
    pid: process.pid,
    engine: { name: engine.name, version: engine.version },
    dataset: { ...record.dataset, identity: dataset.identity, samples: dataset.info.samples },
  };
}

/** What V8 and TensorFlow say when there is no memory left. */
const NO_MEMORY = /OOM|out of memory|allocation failed|bad_alloc|RESOURCE_EXHAUSTED/i;

function outOfMemory(error: unknown): Ending {
  if (!(error instanceof Error) || !NO_MEMORY.test(error.message)) throw error;
  return {
    status: 'failed',
    reason: `The memory did not suffice (${error.message.split('\n')[0]}). The last checkpoint is kept: close other programs and resume, or train anew with a smaller batch size.`,
  };
}

function doneEvent(run: string, record: RunRecord, { status, reason }: Ending): DoneEvent {
  const { engine, epochsDone, bestEpoch, test } = record;
  return { event: 'done', run, engine: engine.name, epochs: epochsDone, bestEpoch, status, reason, test };
}
