import type { Scaling } from '../document/data-settings.ts';

/** A scaling with its numbers: y = (x − offset) · factor, with one number each or one for every element of the last axis. */
export interface ScalingNumbers {
  readonly kind: Exclude<Scaling, 'auto'>;
  readonly offset: readonly number[];
  readonly factor: readonly number[];
}

/** What is known of the numbers of some samples, by element of the last axis. */
export interface Figures {
  /** How many numbers each element has. */
  readonly count: number;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly mean: Float64Array;
  /** Mean squared distance from the mean. */
  readonly variance: Float64Array;
}

/** Gathers the figures of samples chunk by chunk, in float64 and by deviations from a first guess of the mean, so that large offsets cost no digits. */
export class FigureCount {
  private readonly width: number;
  private count = 0;
  private missing = 0;
  private readonly guess: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly counts: Float64Array;
  private readonly min: Float64Array;
  private readonly max: Float64Array;

  /** @param width extent of the last axis */
  constructor(width: number) {
    this.width = width;
    this.guess = new Float64Array(width).fill(Number.NaN);
    this.sums = new Float64Array(width);
    this.squares = new Float64Array(width);
    this.counts = new Float64Array(width);
    this.min = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    this.max = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  }

  /** Numbers that were not finite. */
  get missingCount(): number {
    return this.missing;
  }

  /** Counts numbers, the last axis fastest. */
  add(numbers: Float32Array): void {
    const { width, guess, sums, squares, counts, min, max } = this;
    this.count += numbers.length / width;
    for (let i = 0, k = 0; i < numbers.length; i++, k = k + 1 === width ? 0 : k + 1) {
      const value = numbers[i] ?? 0;
      if (!Number.isFinite(value)) {
        this.missing++;
        continue;
      }
      let first = guess[k] ?? 0;
      if (Number.isNaN(first)) {
        first = value;
        guess[k] = value;
      }
      const distance = value - first;
      sums[k] = (sums[k] ?? 0) + distance;
      squares[k] = (squares[k] ?? 0) + distance * distance;
      counts[k] = (counts[k] ?? 0) + 1;
      if (value < (min[k] ?? 0)) min[k] = value;
      if (value > (max[k] ?? 0)) max[k] = value;
    }
  }

  /** The figures of what was counted; zeros where nothing was. */
  figures(): Figures {
    const { counts, sums, squares, guess } = this;
    const own = (k: number) => Math.max(1, counts[k] ?? 0);
    const shift = sums.map((sum, k) => sum / own(k));
    return {
      count: this.count,
      min: this.min.map(value => (Number.isFinite(value) ? value : 0)),
      max: this.max.map(value => (Number.isFinite(value) ? value : 0)),
      mean: shift.map((value, k) => (counts[k] ? (guess[k] ?? 0) + value : 0)),
      variance: squares.map((square, k) => Math.max(0, square / own(k) - (shift[k] ?? 0) ** 2)),
    };
  }
}

/** Smallest and largest number, mean and standard deviation over all elements. */
export function overall({ min, max, mean, variance }: Figures): {
  min: number;
  max: number;
  mean: number;
  deviation: number;
} {
  const width = Math.max(1, mean.length);
  const total = mean.reduce((sum, value) => sum + value, 0) / width;
  const spread = mean.reduce((sum, value, k) => sum + (variance[k] ?? 0) + (value - total) ** 2, 0) / width;
  return {
    min: min.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    max: max.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    mean: total,
    deviation: Math.sqrt(spread),
  };
}

/** Leaves numbers as they are. */
export const NO_SCALING: ScalingNumbers = { kind: 'none', offset: [0], factor: [1] };

/**
 * The numbers of a scaling. Tables (samples of one axis) are scaled column by column; `per-channel` standardizes each element of
 * the last axis by itself; numbers that are all alike become 0.
 *
 * @param kind which scaling
 * @param figures of the training samples
 * @param rank axes of a sample
 */
export function scalingNumbers(kind: ScalingNumbers['kind'], figures: Figures, rank: number): ScalingNumbers {
  if (kind === 'none') return NO_SCALING;
  if (kind === 'unit') return { kind, offset: [0], factor: [1 / 255] };
  const isSplit = kind === 'per-channel' || rank === 1;
  const whole = overall(figures);
  const list = (each: Float64Array, one: number) => (isSplit ? Array.from(each) : [one]);
  const inverse = (value: number) => (value > 0 ? 1 / value : 1);
  if (kind === 'min-max') {
    const offset = list(figures.min, whole.min);
    const max = list(figures.max, whole.max);
    return { kind, offset, factor: max.map((value, k) => inverse(value - (offset[k] ?? 0))) };
  }
  const deviation = list(figures.variance.map(Math.sqrt), whole.deviation);
  return { kind, offset: list(figures.mean, whole.mean), factor: deviation.map(inverse) };
}

/** Scales numbers in place. */
export function applyScaling(numbers: Float32Array, { offset, factor }: ScalingNumbers): void {
  const width = offset.length;
  if (width === 1) {
    const [o = 0] = offset;
    const [f = 1] = factor;
    if (o === 0 && f === 1) return;
    for (let i = 0; i < numbers.length; i++) numbers[i] = ((numbers[i] ?? 0) - o) * f;
    return;
  }
  for (let i = 0, k = 0; i < numbers.length; i++, k = k + 1 === width ? 0 : k + 1)
    numbers[i] = ((numbers[i] ?? 0) - (offset[k] ?? 0)) * (factor[k] ?? 1);
}

/** What a scaling does, in words for records and the window. */
export function scalingWords({ kind, offset, factor }: ScalingNumbers): string {
  const short = (value: number | undefined) => Number((value ?? 0).toPrecision(4)).toString();
  switch (kind) {
    case 'none':
      return 'none';
    case 'unit':
      return 'bytes 0 to 255 divided by 255';
    case 'min-max':
      return offset.length === 1
        ? `${short(offset[0])} to ${short((offset[0] ?? 0) + 1 / (factor[0] ?? 1))} brought to 0 to 1`
        : `each of ${offset.length} columns brought to 0 to 1`;
    case 'standardization':
    case 'per-channel':
      return offset.length === 1
        ? `mean ${short(offset[0])} subtracted, divided by ${short(1 / (factor[0] ?? 1))}`
        : `each of ${offset.length} ${kind === 'per-channel' ? 'channels' : 'columns'} standardized`;
  }
}
