import { RATE_RANGE, type RateCurve, type RatePoint, type RateStep } from '../../shared/contract/rates.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { DatasetError } from '../datasets/dataset-error.ts';
import { prepareDataset } from '../datasets/prepare-dataset.ts';
import type { Engine } from '../engines/engine.ts';
import { requireTrainingMemory, trainingMemory } from '../engines/training-memory.ts';
import { dataRequest } from './data-request.ts';
import { BatchReader, batchCount, shuffled } from './feed.ts';
import { trainingPlan } from './plan.ts';
import { requireFit } from './require-fit.ts';
import { feedPlan } from './run-training.ts';

/** Where a search begins and ends. */
export interface RateRange {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** How a search goes about it. */
export interface RateSearchOptions {
  /** Left out: {@link RATE_RANGE}. */
  readonly range?: RateRange;
  readonly report?: (step: RateStep) => void;
}

/** The share of the losses before in the smoothed loss. */
const SMOOTHING = 0.9;
/** The search ends when the loss has grown to so many times the lowest. */
const DIVERGED = 4;

/**
 * Tries learning rates (Smith 2017, Cyclical Learning Rates): trains fresh weights on batch after batch while the rate grows evenly on
 * the logarithmic scale. Nothing is kept.
 *
 * @param engine where to train
 * @param document with its training settings, the data set among them
 * @param options the range of the rates; who is told of each step
 * @throws DatasetError, EngineError where the network cannot be trained so
 */
export async function findLearningRate(
  engine: Engine,
  document: NetloomDocument,
  { range = RATE_RANGE, report }: RateSearchOptions = {},
): Promise<RateCurve> {
  const { from, to, steps } = range;
  const plan = trainingPlan(document);
  const { dataset: name, split, seed, batchSize, optimizer } = plan.settings;
  if (name === null)
    throw new DatasetError('dataset.unknown', 'No data set is chosen. Choose one with --dataset.');
  const data = await prepareDataset({ ...dataRequest(plan, name), split, seed });
  try {
    requireFit(plan, data.dataset.info);
    requireTrainingMemory(trainingMemory(plan.inference, batchSize, optimizer), batchSize);
    const { graph, inference, learning } = plan;
    const model = engine.build({ graph, inference, seed, learning });
    try {
      model.setRates(step => from * (to / from) ** (step / (steps - 1)));
      const feed = feedPlan(plan, data.dataset, batchSize);
      const points: RatePoint[] = [];
      const batches = batchCount(data.split.train.length, batchSize);
      let reader = new BatchReader(feed, data.split.train, 0);
      let [average, lowest] = [0, Number.POSITIVE_INFINITY];
      for (let step = 0; step < steps; step++) {
        if (step % batches === 0) {
          const epoch = step / batches;
          reader = new BatchReader(feed, shuffled(data.split.train, seed, epoch), epoch);
        }
        const { rate } = model;
        model.resetScores();
        for (const batch of await reader.next(step % batches, 1)) model.trainBatch(batch, step);
        average = SMOOTHING * average + (1 - SMOOTHING) * model.readScores().loss;
        const loss = average / (1 - SMOOTHING ** (step + 1));
        if (!Number.isFinite(loss) || loss > DIVERGED * Math.max(lowest, 1e-12)) break;
        points.push({ rate, loss });
        lowest = Math.min(lowest, loss);
        if (report) {
          report({ point: { rate, loss }, step: step + 1, steps });
          // The engine computes synchronously: here messages go out and come in.
          await new Promise(done => setImmediate(done));
        }
      }
      return { points, suggestion: suggested(points) };
    } finally {
      model.dispose();
    }
  } finally {
    await data.close();
  }
}

function suggested(points: readonly RatePoint[]): number | null {
  const lowest = Math.min(...points.map(point => point.loss));
  const best = points.findIndex(point => point.loss === lowest);
  const rate = points[best]?.rate;
  if (best <= 0 || rate === undefined) return null;
  return Number((rate / 10).toPrecision(2));
}
