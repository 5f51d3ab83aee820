import { inverseNormal } from './inverse-normal.ts';

/** Random numbers that are the same on every machine: only 32-bit integer arithmetic and exact scaling. */

/** Random bits are made by so many numbers at a time. */
export const BLOCK = 4096;

/** One step of a 32-bit mixer (MurmurHash3's finalizer): spreads every input bit over the output. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The seed of one weight: a function of the run's seed and the weight's full name, so that adding a layer leaves the
 * initial weights of the others as they are. Two FNV-1a hashes of the name, mixed with the seed.
 *
 * @param seed of the run, a whole number from 0 to 2^53 - 1
 * @param weightName `LAYER/WEIGHT`, e.g. `conv1/kernel`
 * @returns a whole number from 0 to 2^53 - 1
 */
export function weightSeed(seed: number, weightName: string): number {
  let low = mix(seed) ^ 0x811c9dc5;
  let high = mix(seed / 2 ** 32 + 0x9e3779b9) ^ mix(seed ^ 0x5bd1e995);
  for (let i = 0; i < weightName.length; i++) {
    const code = weightName.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca77) ^ (high >>> 15);
  }
  return (mix(high) & 0x1fffff) * 2 ** 32 + mix(low ^ (high >>> 7));
}

/** A source of uniform 32-bit numbers: sfc32 of Chris Doty-Humphrey's PractRand (period of at least 2^32, 2^127 on average). */
export class RandomBits {
  // All four are 32-bit integers from the first on: with one that is not, even for a moment, the loop takes two to four times as long.
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** @param seed a whole number from 0 to 2^53 - 1 */
  constructor(seed: number) {
    this.a = mix(seed) | 0;
    this.b = mix(seed / 2 ** 32 + 0x9e3779b9) | 0;
    this.fill(new Uint32Array(20));
  }

  /** Fills an array with numbers from 0 to 2^32 - 1. */
  fill(out: Uint32Array): void {
    let { a, b, c, counter } = this;
    for (let i = 0; i < out.length; i++) {
      const sum = (((a + b) | 0) + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      out[i] = sum;
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }
}

/**
 * Fills an array with the next numbers of a sequence. The arrays of one sequence, the last one excepted, have a multiple of
 * {@link BLOCK} elements: then the sequence does not depend on how it is divided.
 */
export type FillNext = (out: Float32Array) => void;

/** Turns random bits into numbers: element `i` of the bits gives element `start + i` of `out`, as far as `out` reaches. */
type Transform = (bits: Uint32Array, out: Float32Array, start: number, end: number) => void;

/** The number strictly between 0 and 1 that 32 random bits stand for: a multiple of 2^-32, shifted by half of one. */
const unit = (bits: number) => (bits + 0.5) * 2 ** -32;

/**
 * A sequence made of random bits. A transform has a loop of its own: called for each number, it would take three times as long as soon as
 * a program draws from several distributions.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 */
function transformed(seed: number, transform: Transform): FillNext {
  const bits = new RandomBits(seed);
  const block = new Uint32Array(BLOCK);
  return out => {
    for (let start = 0; start < out.length; start += BLOCK) {
      bits.fill(block);
      transform(block, out, start, Math.min(start + BLOCK, out.length));
    }
  };
}

/**
 * Uniform numbers, array after array.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param min lower limit
 * @param max upper limit
 */
export function uniformNumbers(seed: number, min: number, max: number): FillNext {
  return transformed(seed, (bits, out, start, end) => {
    // Read once: a variable of the enclosing function is fetched anew for each number.
    const low = min;
    const width = max - low;
    for (let i = start; i < end; i++) out[i] = low + width * unit(bits[i - start] ?? 0);
  });
}

/** One array of {@link uniformNumbers}. */
export function fillUniform(out: Float32Array, seed: number, min: number, max: number): void {
  uniformNumbers(seed, min, max)(out);
}

/**
 * Normal numbers by the inverse of the distribution function, array after array.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param mean of the distribution
 * @param stddev its standard deviation
 */
export function normalNumbers(seed: number, mean: number, stddev: number): FillNext {
  return transformed(seed, (bits, out, start, end) => {
    for (let i = start; i < end; i++) out[i] = mean + stddev * inverseNormal(unit(bits[i - start] ?? 0));
  });
}

/** One array of {@link normalNumbers}. */
export function fillNormal(out: Float32Array, seed: number, mean: number, stddev: number): void {
  normalNumbers(seed, mean, stddev)(out);
}

/** Normal distribution function at -2: the share that truncation at two standard deviations cuts off at each end. */
const BELOW_TWO_SIGMA = 0.022750131948179195;

/** Steps of the table of quantiles: linear interpolation between them errs by less than 3e-8 of the standard deviation. */
const QUANTILE_STEPS = 2 ** 16;

let quantiles: Float64Array | null = null;

/** Quantiles of the standard normal distribution cut at two standard deviations, computed once. */
function truncatedQuantiles(): Float64Array {
  if (!quantiles) {
    const kept = 1 - 2 * BELOW_TWO_SIGMA;
    quantiles = Float64Array.from({ length: QUANTILE_STEPS + 1 }, (_, i) =>
      inverseNormal(BELOW_TWO_SIGMA + (kept * i) / QUANTILE_STEPS),
    );
  }
  return quantiles;
}

/**
 * Normal numbers without those further than two standard deviations from the mean. Read from a table, since weights of
 * hundreds of millions of elements begin this way. Array after array.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param mean of the distribution before it is cut
 * @param stddev its standard deviation before it is cut
 */
export function truncatedNormalNumbers(seed: number, mean: number, stddev: number): FillNext {
  const table = truncatedQuantiles();
  return transformed(seed, (bits, out, start, end) => {
    for (let i = start; i < end; i++) {
      const position = unit(bits[i - start] ?? 0) * QUANTILE_STEPS;
      const step = Math.floor(position);
      const below = table[step] ?? 0;
      out[i] = mean + stddev * (below + (position - step) * ((table[step + 1] ?? 0) - below));
    }
  });
}

/** One array of {@link truncatedNormalNumbers}. */
export function fillTruncatedNormal(out: Float32Array, seed: number, mean: number, stddev: number): void {
  truncatedNormalNumbers(seed, mean, stddev)(out);
}
