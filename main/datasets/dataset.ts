import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { permutation } from '../../shared/training/seeded-random.ts';
import type { NumericTensor } from '../engines/engine.ts';

/** Samples in memory, ready for the network: scaled, one-hot. */
export interface Dataset {
  readonly info: DatasetInfo;
  /** Samples × elements, row-major. */
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  /** Names the very data, so that a run can tell whether it was trained on the same: sha256 of inputs and targets. */
  readonly identity: string;
}

/** Which samples serve for what. */
export interface SplitIndices {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/**
 * Splits the sample numbers by a seeded order: the first part trains, the next validates, the last tests.
 *
 * @param count number of samples
 * @param split fractions of training, validation and test; they are scaled to sum 1
 * @param seed the run's seed
 */
export function splitIndices(
  count: number,
  split: readonly [number, number, number],
  seed: number,
): SplitIndices {
  const order = permutation(count, seed);
  const [train, validation, test] = split;
  const total = train + validation + test || 1;
  const first = Math.round((count * train) / total);
  const second = Math.round((count * (train + validation)) / total);
  return { train: order.slice(0, first), validation: order.slice(first, second), test: order.slice(second) };
}

/**
 * Gathers samples.
 *
 * @param dataset the data
 * @param indices sample numbers
 * @returns inputs and targets with the batch axis first
 */
export function gather(
  dataset: Dataset,
  indices: Int32Array | readonly number[],
): { inputs: NumericTensor; targets: NumericTensor } {
  const { inputShape, outputShape } = dataset.info;
  return {
    inputs: rows(dataset.inputs, inputShape, indices),
    targets: rows(dataset.targets, outputShape, indices),
  };
}

function rows(source: Float32Array, shape: readonly number[], indices: ArrayLike<number>): NumericTensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const start = (indices[i] ?? 0) * size;
    data.set(source.subarray(start, start + size), i * size);
  }
  return { shape: [indices.length, ...shape], data };
}

/** One-hot rows of class numbers. */
export function oneHot(classes: readonly number[], count: number): Float32Array {
  const rows = new Float32Array(classes.length * count);
  for (const [i, number] of classes.entries()) rows[i * count + number] = 1;
  return rows;
}
