import type { Augmentation } from '../../shared/document/data-settings.ts';
import { augment } from '../../shared/training/augmentation.ts';
import { mixSeed, permutation } from '../../shared/training/seeded-random.ts';
import type { Dataset, Samples, SplitIndices } from '../datasets/dataset.ts';
import type { Batch, NumericTensor, RehearsalPlan } from '../engines/engine.ts';

/** What an output of a network learns from. */
export interface FedTarget {
  /** Which of the data's targets. */
  readonly index: number;
  /** Whether the loss takes class numbers instead of one-hot rows. */
  readonly isSparse: boolean;
}

/** How samples become batches for a network. */
export interface FeedPlan {
  readonly dataset: Dataset;
  readonly batchSize: number;
  /** Per network input: which of the data's inputs feeds it. */
  readonly inputs: readonly number[];
  /** Per network output. */
  readonly targets: readonly FedTarget[];
  /** Random changes of the training samples; left out for none. Of several inputs those that are pictures are changed, all of a sample alike. */
  readonly augmentation?: { readonly settings: Augmentation; readonly seed: number } | undefined;
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

/**
 * One batch of an order of samples.
 *
 * @param epoch the epoch that random changes of training samples belong to; null for samples as they are
 */
export function batchAt(
  plan: FeedPlan,
  order: Int32Array,
  batch: number,
  epoch: number | null = null,
): Batch | Promise<Batch> {
  const { dataset, batchSize } = plan;
  const indices = order.subarray(batch * batchSize, (batch + 1) * batchSize);
  const finish = (samples: Samples) => batchOf(plan, samples, indices, epoch);
  const samples = dataset.read(indices);
  return samples instanceof Promise ? samples.then(finish) : finish(samples);
}

function batchOf(
  plan: FeedPlan,
  { inputs, targets }: Samples,
  indices: Int32Array,
  epoch: number | null,
): Batch {
  const { augmentation } = plan;
  if (augmentation && epoch !== null)
    for (const input of inputs)
      if (inputs.length === 1 || input.shape.length === 4) change(input, indices, epoch, augmentation);
  const numbers: NumericTensor[] = [];
  return {
    inputs: plan.inputs.map(index => known(inputs, index)),
    targets: plan.targets.map(({ index, isSparse }) => {
      const target = known(targets, index);
      if (!isSparse) return target;
      numbers[index] ??= classNumbers(target);
      return numbers[index];
    }),
  };
}

function known(tensors: readonly NumericTensor[], index: number): NumericTensor {
  const tensor = tensors[index];
  if (!tensor)
    throw new RangeError(`The samples have ${tensors.length} tensors; number ${index} was asked for.`);
  return tensor;
}

/** Changes the samples of one input at random. */
function change(
  { shape: [, ...shape], data }: NumericTensor,
  indices: Int32Array,
  epoch: number,
  { settings, seed }: NonNullable<FeedPlan['augmentation']>,
): void {
  if (!(data instanceof Float32Array)) return;
  const size = data.length / Math.max(1, indices.length);
  for (const [i, sample] of indices.entries())
    augment(data.subarray(i * size, (i + 1) * size), shape, settings, { seed, epoch, sample });
}

/** Gives the batches of an order of samples; where they come from disk, the next are read while the engine works on the last. */
export class BatchReader {
  private readonly plan: FeedPlan;
  private readonly order: Int32Array;
  private readonly epoch: number | null;
  private ahead: { readonly batch: number; readonly batches: Promise<readonly Batch[]> } | null = null;

  /**
   * @param order the samples of the epoch
   * @param epoch for training the epoch from 0, else null
   */
  constructor(plan: FeedPlan, order: Int32Array, epoch: number | null) {
    this.plan = plan;
    this.order = order;
    this.epoch = epoch;
  }

  /**
   * The batches of the next call of the engine: as many full ones as it likes to be given, else one.
   *
   * @param batch number of the first
   * @param wanted how many full ones
   * @throws DatasetError `dataset.vanished`
   */
  async next(batch: number, wanted: number): Promise<readonly Batch[]> {
    const { plan, order, ahead } = this;
    const batches = await (ahead?.batch === batch ? ahead.batches : this.read(batch, wanted));
    this.ahead = null;
    const following = batch + batches.length;
    if (plan.dataset.isStreamed && following < batchCount(order.length, plan.batchSize)) {
      const reading = this.read(following, wanted);
      // A failure is told when these batches are asked for.
      reading.catch(() => undefined);
      this.ahead = { batch: following, batches: reading };
    }
    return batches;
  }

  private read(batch: number, wanted: number): Promise<readonly Batch[]> {
    const { plan, order, epoch } = this;
    const full = Math.floor(order.length / plan.batchSize);
    const count = batch + wanted <= full ? wanted : 1;
    return Promise.all(Array.from({ length: count }, (_, i) => batchAt(plan, order, batch + i, epoch)));
  }
}

/** A batch of each size that training and scoring a split will meet. */
export async function rehearsal(plan: FeedPlan, split: SplitIndices): Promise<RehearsalPlan> {
  const validation = await firstAndLast(plan, split.validation);
  const test = await firstAndLast(plan, split.test);
  return { train: await firstAndLast(plan, split.train), evaluate: [...validation, ...test] };
}

function firstAndLast(plan: FeedPlan, indices: Int32Array): Promise<readonly Batch[]> {
  const count = batchCount(indices.length, plan.batchSize);
  const numbers = [...new Set([0, count - 1])].filter(batch => batch >= 0 && batch < count);
  return Promise.all(numbers.map(batch => batchAt(plan, indices, batch)));
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
