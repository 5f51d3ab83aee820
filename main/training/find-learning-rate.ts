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

/** The loss over the learning rate, which grows from step to step. */
export interface RateCurve {
  /** The loss is smoothed over some ten steps. */
  readonly points: readonly { readonly rate: number; readonly loss: number }[];
  /** A tenth of the rate with the lowest loss; null where the loss never fell. */
  readonly suggestion: number | null;
}

/** Where a search begins and ends. */
export interface RateRange {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

const RANGE: RateRange = { from: 1e-6, to: 10, steps: 120 };
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
 * @param range of the rates
 * @throws DatasetError, EngineError where the network cannot be trained so
 */
export async function findLearningRate(
  engine: Engine,
  document: NetloomDocument,
  { from, to, steps }: RateRange = RANGE,
): Promise<RateCurve> {
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
      const losses: number[] = [];
      const rates: number[] = [];
      const batches = batchCount(data.split.train.length, batchSize);
      let reader = new BatchReader(feed, data.split.train, 0);
      let [average, lowest] = [0, Number.POSITIVE_INFINITY];
      for (let step = 0; step < steps; step++) {
        if (step % batches === 0) {
          const epoch = step / batches;
          reader = new BatchReader(feed, shuffled(data.split.train, seed, epoch), epoch);
        }
        rates.push(model.rate);
        model.resetScores();
        for (const batch of await reader.next(step % batches, 1)) model.trainBatch(batch, step);
        average = SMOOTHING * average + (1 - SMOOTHING) * model.readScores().loss;
        const loss = average / (1 - SMOOTHING ** (step + 1));
        if (!Number.isFinite(loss) || loss > DIVERGED * Math.max(lowest, 1e-12)) break;
        losses.push(loss);
        lowest = Math.min(lowest, loss);
      }
      return {
        points: losses.map((loss, i) => ({ rate: rates[i] ?? from, loss })),
        suggestion: suggested(rates, losses),
      };
    } finally {
      model.dispose();
    }
  } finally {
    await data.close();
  }
}

function suggested(rates: readonly number[], losses: readonly number[]): number | null {
  const best = losses.indexOf(Math.min(...losses));
  const rate = rates[best];
  if (best <= 0 || rate === undefined) return null;
  return Number((rate / 10).toPrecision(2));
}
