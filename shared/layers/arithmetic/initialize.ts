import type { WeightDescription } from '../contract.ts';
import type { Initializer } from './initializer-names.ts';
import { orthogonalRows } from './orthogonal.ts';
import {
  BLOCK,
  type FillNext,
  fillNormal,
  fillTruncatedNormal,
  fillUniform,
  normalNumbers,
  truncatedNormalNumbers,
  uniformNumbers,
} from './random.ts';

/** Standard deviation of a normal distribution of deviation 1 cut at two. Source: keras random_initializers.py. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** Numbers of incoming and outgoing connections of one unit. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight by its shape, as Keras's compute_fans: the last two axes are channels in and out, the axes before
 * them the receptive field.
 *
 * @param shape of the weight
 */
export function computeFans(shape: readonly number[]): Fans {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  const [first = 1] = shape;
  if (shape.length === 1) return { fanIn: first, fanOut: first };
  const field = shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
  return { fanIn: (shape.at(-2) ?? 1) * field, fanOut: (shape.at(-1) ?? 1) * field };
}

interface Scaling {
  readonly scale: number;
  readonly mode: 'fan_in' | 'fan_out' | 'fan_avg';
  readonly distribution: 'truncated_normal' | 'untruncated_normal' | 'uniform';
}

/** The named variance scalings. Source: keras random_initializers.py (Glorot 2010, He 2015, LeCun 1998). */
function scalingOf(initializer: Initializer): Scaling | null {
  switch (initializer.name) {
    case 'variance_scaling':
      return initializer;
    case 'glorot_uniform':
      return { scale: 1, mode: 'fan_avg', distribution: 'uniform' };
    case 'glorot_normal':
      return { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' };
    case 'he_uniform':
      return { scale: 2, mode: 'fan_in', distribution: 'uniform' };
    case 'he_normal':
      return { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' };
    case 'lecun_uniform':
      return { scale: 1, mode: 'fan_in', distribution: 'uniform' };
    case 'lecun_normal':
      return { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' };
    default:
      return null;
  }
}

/**
 * The initial values of a weight by Keras 3's formulas.
 *
 * @param weight what the layer says of it
 * @param seed of this very weight, from {@link weightSeed}; the same seed gives the same values on every machine
 * @returns the values, row-major
 * @throws Error for `identity` on a weight that is no matrix and `orthogonal` on one of fewer than two axes, as Keras
 */
export function initializeWeight(weight: WeightDescription, seed: number): Float32Array {
  const values = initializedBy(weight, seed);
  return weight.ones ? values.fill(1, weight.ones.from, weight.ones.to) : values;
}

/** Elements of a piece: 4 MB of float32. */
const PIECE = 256 * BLOCK;

/**
 * The values of {@link initializeWeight}, a few megabytes after the other where the formula allows it, so that a writer of a large weight
 * need not hold it.
 *
 * @param weight what the layer says of it
 * @param seed of this very weight
 */
export function* initializeInPieces(weight: WeightDescription, seed: number): Generator<Float32Array> {
  const scaling = scalingOf(weight.initializer);
  const count = weight.shape.reduce((product, extent) => product * extent, 1);
  if (!scaling || weight.ones || count <= PIECE) {
    yield initializeWeight(weight, seed);
    return;
  }
  const fillNext = scaledNumbers(scaling, weight.fans ?? computeFans(weight.shape), seed);
  const buffers = [new Float32Array(PIECE), new Float32Array(PIECE)];
  for (let start = 0, turn = 0; start < count; start += PIECE, turn = 1 - turn) {
    const piece = buffers[turn]?.subarray(0, count - start) ?? new Float32Array(count - start);
    fillNext(piece);
    yield piece;
  }
}

function initializedBy(weight: WeightDescription, seed: number): Float32Array {
  const { shape, initializer } = weight;
  const values = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  const scaling = scalingOf(initializer);
  if (scaling) scaledNumbers(scaling, weight.fans ?? computeFans(shape), seed)(values);
  switch (initializer.name) {
    case 'ones':
      return values.fill(1);
    case 'constant':
      return values.fill(initializer.value);
    case 'random_uniform':
      fillUniform(values, seed, initializer.minval, initializer.maxval);
      return values;
    case 'random_normal':
      fillNormal(values, seed, initializer.mean, initializer.stddev);
      return values;
    case 'truncated_normal':
      fillTruncatedNormal(values, seed, initializer.mean, initializer.stddev);
      return values;
    case 'orthogonal':
      fillOrthogonal(values, weight, initializer.gain, seed);
      return values;
    case 'identity':
      fillIdentity(values, weight, initializer.gain);
      return values;
    default:
      return values;
  }
}

function scaledNumbers(scaling: Scaling, fans: Fans, seed: number): FillNext {
  const fan =
    scaling.mode === 'fan_in'
      ? fans.fanIn
      : scaling.mode === 'fan_out'
        ? fans.fanOut
        : (fans.fanIn + fans.fanOut) / 2;
  const variance = scaling.scale / Math.max(1, fan);
  if (scaling.distribution === 'uniform') {
    const limit = Math.sqrt(3 * variance);
    return uniformNumbers(seed, -limit, limit);
  }
  if (scaling.distribution === 'truncated_normal')
    return truncatedNormalNumbers(seed, 0, Math.sqrt(variance) / TRUNCATED_DEVIATION);
  return normalNumbers(seed, 0, Math.sqrt(variance));
}

function fillOrthogonal(
  values: Float32Array,
  { name, shape }: WeightDescription,
  gain: number,
  seed: number,
) {
  if (shape.length < 2)
    throw new Error(
      `The orthogonal initializer needs a weight of at least 2 axes; ${name} has the shape [${shape}]. Choose another initializer.`,
    );
  const columns = shape.at(-1) ?? 1;
  const rows = values.length / columns;
  const vectors = new Float64Array(values.length);
  fillNormal(values, seed, 0, 1);
  vectors.set(values);
  // Orthonormal columns of a tall matrix are the orthonormal rows of its transpose: normal numbers are the same both ways.
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  orthogonalRows(vectors, count, length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const at = rows < columns ? row * length + column : column * length + row;
      values[row * columns + column] = gain * (vectors[at] ?? 0);
    }
}

function fillIdentity(values: Float32Array, { name, shape }: WeightDescription, gain: number): void {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined)
    throw new Error(
      `The identity initializer needs a matrix; ${name} has the shape [${shape}]. Choose another initializer.`,
    );
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = gain;
}
