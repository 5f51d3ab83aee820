import type { Json } from '../document/json.ts';
import type { DType, Shape } from '../document/value.ts';
import type { BatteryCase } from './battery-cases/battery-case.ts';

/** What a judge says of one battery case; judges/layers.py makes it and says how. */
export interface GoldenCase {
  readonly type: string;
  readonly parameters: Record<string, Json>;
  readonly inputs: readonly Shape[];
  readonly dtypes?: readonly DType[];
  readonly constants?: Readonly<Record<number, { readonly value: readonly number[] }>>;
  /** The judge: Keras on `tensorflow` or on `torch`, or `onnx` (its reference implementation, and NumPy). */
  readonly by: string;
  /** Of the output, batch first. */
  readonly shape: readonly number[];
  readonly trainable: number;
  readonly nonTrainable: number;
  /** The output's first and last eight elements, fewer where it has fewer. */
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly sum: number;
  /** Σ y[i] · cos(i): an element in a wrong place shows in it. */
  readonly weightedSum: number;
}

/** Samples in the batch on which the judge computed. */
export const GOLDEN_BATCH = 2;

const files = import.meta.glob<{ makers: Readonly<Record<string, string>>; cases: readonly GoldenCase[] }>(
  './golden/*.json',
  { eager: true },
);
const battery = import.meta.glob<{ CASES?: readonly BatteryCase[] }>('./battery-cases/*.ts', { eager: true });

/** Who made the figures, with versions. */
export const GOLDEN_MAKERS: readonly string[] = [
  ...new Set(Object.values(files).flatMap(({ makers }) => Object.values(makers))),
].sort();

const keyOf = ({ type, parameters, inputs }: Pick<GoldenCase, 'type' | 'parameters' | 'inputs'>): string =>
  JSON.stringify([type, parameters, inputs]);

const golden = new Map(
  Object.values(files)
    .flatMap(file => file.cases)
    .map(entry => [keyOf(entry), entry]),
);

/** Every battery case with the judge's figures; null where the golden files lack it. */
export const GOLDEN_CASES: readonly { readonly name: string; readonly golden: GoldenCase | null }[] =
  Object.values(battery)
    .flatMap(({ CASES }) => CASES ?? [])
    .map(entry => ({ name: keyOf(entry), golden: golden.get(keyOf(entry)) ?? null }));

function wave(count: number, step: number, start: number, scale: number, offset = 0): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => offset + scale * Math.sin(step * i + start));
}

/**
 * The input on which the judge computed.
 *
 * @param count its number of elements
 * @param port the input's number, from 0
 * @param dtype its element type; whole numbers from 0 to 4 for int32, 0 and 1 for bool
 */
export function goldenInput(
  count: number,
  port: number,
  dtype: DType = 'float32',
): Float32Array | Int32Array {
  if (dtype === 'bool') return Int32Array.from({ length: count }, (_, i) => ((7 * i + port) % 5) % 2);
  return dtype === 'int32'
    ? Int32Array.from({ length: count }, (_, i) => (7 * i + port) % 5)
    : wave(count, 0.37, port, 1.5);
}

/**
 * A weight with which the judge computed.
 *
 * @param name the weight's name within its layer
 * @param count its number of elements
 * @param index its place among the layer's weights in Keras's order
 */
export function goldenWeight(name: string, count: number, index: number): Float32Array {
  return wave(count, 0.7, index, 0.3, name.includes('variance') ? 1 : 0);
}

/**
 * How far an output is from the judge's: the largest difference of an element, and of the two sums per element, each relative to the
 * size of the output (its largest element, at least 1e-3).
 *
 * @param output all elements in row-major order
 * @param expected what the judge says
 */
export function goldenDifference(output: ArrayLike<number>, expected: GoldenCase): number {
  const values = Array.from(output);
  const peak = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-3);
  let sum = 0;
  let weightedSum = 0;
  for (const [i, value] of values.entries()) {
    sum += value;
    weightedSum += value * Math.cos(i);
  }
  const { first, last } = expected;
  if (first.length !== Math.min(8, values.length)) return Number.POSITIVE_INFINITY;
  const differences = [
    ...first.map((value, i) => Math.abs(value - (values[i] ?? Number.NaN))),
    ...last.map((value, i) => Math.abs(value - (values[values.length - last.length + i] ?? Number.NaN))),
    Math.abs(sum - expected.sum) / values.length,
    Math.abs(weightedSum - expected.weightedSum) / values.length,
  ];
  return differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...differences) / peak;
}
