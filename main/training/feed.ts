import { mixSeed, permutation } from '../../shared/training/seeded-random.ts';
import { type Dataset, gather, type SplitIndices } from '../datasets/dataset.ts';
import type { Batch, NumericTensor, RehearsalPlan } from '../engines/engine.ts';

/** How samples become batches for a network. */
export interface FeedPlan {
  readonly dataset: Dataset;
  readonly batchSize: number;
  /** Per network output: whether its loss takes class numbers instead of one-hot rows. */
  readonly sparse: readonly boolean[];
}

/** How many batches some samples make; the last one may be short. */
export function batchCount(samples: number, batchSize: number): number {
  return Math.ceil(samples / batchSize);
}

/**
 * The order of the training samples in an epoch: a function of (seed, epoch), so that a resumed run repeats it.
 *
 * @param indices the training samples
 * @param seed the run's seed
 * @param epoch from 0
 */
export function shuffled(indices: Int32Array, seed: number, epoch: number): Int32Array {
  return permutation(indices.length, mixSeed(seed, 'shuffle', epoch)).map(i => indices[i] ?? 0);
}

/** One batch of an order of samples. */
export function batchAt({ dataset, batchSize, sparse }: FeedPlan, order: Int32Array, batch: number): Batch {
  const { inputs, targets } = gather(dataset, order.subarray(batch * batchSize, (batch + 1) * batchSize));
  let numbers: NumericTensor | null = null;
  const classes = () => {
    numbers ??= classNumbers(targets);
    return numbers;
  };
  return { inputs: [inputs], targets: sparse.map(isSparse => (isSparse ? classes() : targets)) };
}

/**
 * The batches of the next call of the engine: as many full ones as it likes to be given, else one.
 *
 * @param order the samples of the epoch
 * @param batch number of the first
 * @param wanted how many full ones
 */
export function nextBatches(
  plan: FeedPlan,
  order: Int32Array,
  batch: number,
  wanted: number,
): readonly Batch[] {
  const full = Math.floor(order.length / plan.batchSize);
  const count = batch + wanted <= full ? wanted : 1;
  return Array.from({ length: count }, (_, i) => batchAt(plan, order, batch + i));
}

/** A batch of each size that training and scoring a split will meet. */
export function rehearsal(plan: FeedPlan, split: SplitIndices): RehearsalPlan {
  const evaluate = [split.validation, split.test].flatMap(indices => firstAndLast(plan, indices));
  return { train: firstAndLast(plan, split.train), evaluate };
}

function firstAndLast(plan: FeedPlan, indices: Int32Array): readonly Batch[] {
  const count = batchCount(indices.length, plan.batchSize);
  return [...new Set([0, count - 1])].flatMap(batch =>
    batch < 0 || count === 0 ? [] : [batchAt(plan, indices, batch)],
  );
}

function classNumbers({ shape, data }: NumericTensor): NumericTensor {
  const classes = shape.at(-1) ?? 1;
  const numbers = new Int32Array(data.length / classes);
  for (let row = 0; row < numbers.length; row++) {
    let best = 0;
    for (let column = 1; column < classes; column++)
      if ((data[row * classes + column] ?? 0) > (data[row * classes + best] ?? 0)) best = column;
    numbers[row] = best;
  }
  return { shape: shape.slice(0, -1), data: numbers };
}
