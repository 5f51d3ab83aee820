import type { DatasetInfo } from '../../shared/contract/runs.ts';
import type { NumericTensor } from '../engines/engine.ts';
import { sizeOf, type Targets } from './sample-source.ts';

/** Samples with what they are to be told as, batch axis first. */
export interface Samples {
  /** By input of the data. */
  readonly inputs: readonly NumericTensor[];
  /** By target of the data. */
  readonly targets: readonly NumericTensor[];
}

/** Samples ready for the network: scaled, one-hot. */
export interface Dataset {
  readonly info: DatasetInfo;
  /** Names the very data, so that a run can tell whether it was trained on the same: sha256 of inputs and targets. */
  readonly identity: string;
  /** By target the class of each sample; null where they are no classes, or not one per sample. */
  readonly labels: readonly (Int32Array | null)[];
  /** By target the values of all samples as they stand in the data; null where they are classes. */
  readonly targetValues: readonly (Float32Array | null)[];
  /** Where the data say themselves what serves for what. */
  readonly parts: SplitIndices | null;
  /** Whether samples are read from disk each time: reading ahead pays. */
  readonly isStreamed: boolean;
  /**
   * Gathers samples.
   *
   * @param indices sample numbers
   * @throws DatasetError `dataset.vanished` when they can no longer be read
   */
  read(indices: Int32Array | readonly number[]): Samples | Promise<Samples>;
}

/** Samples in memory. */
export interface MemoryDataset extends Dataset {
  /** By input, samples × elements, row-major. */
  readonly inputs: readonly Float32Array[];
  /** By target. */
  readonly targets: readonly Float32Array[];
  read(indices: Int32Array | readonly number[]): Samples;
}

/** Which samples serve for what. */
export interface SplitIndices {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/**
 * A data set from arrays.
 *
 * @param info what it is
 * @param inputs by input, samples × elements
 * @param targets by target
 * @param identity hash of these numbers
 */
export function memoryDataset(
  info: DatasetInfo,
  inputs: readonly Float32Array[],
  targets: readonly Float32Array[],
  identity: string,
): MemoryDataset {
  return {
    info,
    inputs,
    targets,
    identity,
    labels: info.targets.map(({ shape, classes }, i) =>
      classes === null ? null : labelsIn(targets[i] ?? NONE, shape, info.samples),
    ),
    targetValues: info.targets.map(({ classes }, i) => (classes === null ? (targets[i] ?? NONE) : null)),
    parts: null,
    isStreamed: false,
    read: indices => ({
      inputs: info.inputs.map(({ shape }, i) => gatherRows(inputs[i] ?? NONE, shape, indices)),
      targets: info.targets.map(({ shape }, i) => gatherRows(targets[i] ?? NONE, shape, indices)),
    }),
  };
}

const NONE = new Float32Array(0);

/** The class of each sample from one-hot rows or single bits. */
function labelsIn(targets: Float32Array, shape: readonly number[], samples: number): Int32Array | null {
  const [width = 1] = shape;
  if (shape.length !== 1) return null;
  return Int32Array.from({ length: samples }, (_, row) =>
    width === 1 ? (targets[row] ?? 0) : targets.subarray(row * width, (row + 1) * width).indexOf(1),
  );
}

/**
 * Rows of an array.
 *
 * @param source rows × elements
 * @param shape extents of one row
 * @param indices which rows
 */
export function gatherRows(
  source: Float32Array,
  shape: readonly number[],
  indices: ArrayLike<number>,
): NumericTensor {
  const size = sizeOf(shape);
  const data = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const start = (indices[i] ?? 0) * size;
    data.set(source.subarray(start, start + size), i * size);
  }
  return { shape: [indices.length, ...shape], data };
}

/**
 * The targets of samples: one-hot rows of classes, 0 or 1 for two classes where one number is wanted, else the values.
 *
 * @param targets of all samples
 * @param shape extents of one target
 * @param indices which samples
 */
export function targetRows(
  targets: Targets,
  shape: readonly number[],
  indices: ArrayLike<number>,
): NumericTensor {
  if (targets.kind === 'values') return gatherRows(targets.values, shape, indices);
  const width = sizeOf(shape);
  const data = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const label = targets.labels[indices[i] ?? 0] ?? 0;
    if (width === 1) data[i] = label;
    else data[i * width + label] = 1;
  }
  return { shape: [indices.length, ...shape], data };
}

/** One-hot rows of class numbers. */
export function oneHot(classes: readonly number[], count: number): Float32Array {
  const rows = new Float32Array(classes.length * count);
  for (const [i, number] of classes.entries()) rows[i * count + number] = 1;
  return rows;
}
