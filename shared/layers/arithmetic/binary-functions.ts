import type { Dim, DType } from '../../document/value.ts';
import { isWhole } from './tensor-axes.ts';

/** How a binary function is written in ONNX and computed on known elements; source: ONNX's operator of that name. */
export interface BinaryFunction {
  readonly onnx: string;
  /** On two numbers of an element type. */
  fold(x: number, y: number, dtype: DType): number;
  /** With an extent known by its symbol alone on one side; null where nothing follows. */
  readonly symbolic?: (x: Dim, y: Dim) => Dim;
  /** Takes booleans alone. */
  readonly isLogical?: boolean;
  /** Answers booleans. */
  readonly isTest?: boolean;
  /** ONNX's result is negated: it has no operator of its own. */
  readonly isNegated?: boolean;
}

const flag = (holds: boolean): number => (holds ? 1 : 0);
const test = (onnx: string, holds: (x: number, y: number) => boolean): BinaryFunction => ({
  onnx,
  fold: (x, y) => flag(holds(x, y)),
  isTest: true,
});
const logical = (onnx: string, holds: (x: boolean, y: boolean) => boolean): BinaryFunction => ({
  onnx,
  fold: (x, y) => flag(holds(x !== 0, y !== 0)),
  isTest: true,
  isLogical: true,
});
/** A symbol is an extent: at least 0, so never equal to a negative number. */
const symbolicEqual = (x: Dim, y: Dim): Dim => {
  if (x === null || y === null) return null;
  if (x === y) return 1;
  const number = typeof x === 'number' ? x : y;
  return typeof number === 'number' && number < 0 ? 0 : null;
};
const negated = (result: Dim): Dim => (typeof result === 'number' ? 1 - result : null);
const neutral =
  (right: number, isCommutative: boolean) =>
  (x: Dim, y: Dim): Dim =>
    y === right ? x : isCommutative && x === right ? y : null;
const product = (x: Dim, y: Dim): Dim => (x === 0 || y === 0 ? 0 : neutral(1, true)(x, y));
const same =
  (otherwise: (x: Dim, y: Dim) => Dim, value: number | null) =>
  (x: Dim, y: Dim): Dim =>
    x !== null && x === y ? (value ?? x) : otherwise(x, y);

/** Functions of two numbers by name. */
export const BINARY_FUNCTIONS = {
  add: { onnx: 'Add', fold: (x, y) => x + y, symbolic: neutral(0, true) },
  subtract: { onnx: 'Sub', fold: (x, y) => x - y, symbolic: same(neutral(0, false), 0) },
  multiply: { onnx: 'Mul', fold: (x, y) => x * y, symbolic: product },
  divide: {
    onnx: 'Div',

    fold: (x, y, dtype) => (isWhole(dtype) ? Math.trunc(x / y) : x / y),
    symbolic: neutral(1, false),
  },
  power: { onnx: 'Pow', fold: (x, y) => x ** y, symbolic: neutral(1, false) },
  modulo: { onnx: 'Mod', fold: (x, y) => x - y * Math.floor(x / y) },
  fmod: { onnx: 'Mod', fold: (x, y) => x % y },
  minimum: { onnx: 'Min', fold: (x, y) => Math.min(x, y), symbolic: same(() => null, null) },
  maximum: { onnx: 'Max', fold: (x, y) => Math.max(x, y), symbolic: same(() => null, null) },
  equal: { ...test('Equal', (x, y) => x === y), symbolic: symbolicEqual },
  not_equal: {
    ...test('Equal', (x, y) => x !== y),
    symbolic: (x, y) => negated(symbolicEqual(x, y)),
    isNegated: true,
  },
  less: test('Less', (x, y) => x < y),
  less_equal: test('LessOrEqual', (x, y) => x <= y),
  greater: test('Greater', (x, y) => x > y),
  greater_equal: test('GreaterOrEqual', (x, y) => x >= y),
  and: logical('And', (x, y) => x && y),
  or: logical('Or', (x, y) => x || y),
  xor: logical('Xor', (x, y) => x !== y),
} as const satisfies Readonly<Record<string, BinaryFunction>>;

/** A function of two numbers. */
export type BinaryName = keyof typeof BINARY_FUNCTIONS;

/** Their names in the order of the inspector. */
export const BINARY_NAMES = Object.keys(BINARY_FUNCTIONS) as readonly BinaryName[];

/** A function's description. */
export function binaryFunction(name: BinaryName): BinaryFunction {
  return BINARY_FUNCTIONS[name];
}

/**
 * The function on known elements.
 *
 * @param name the function
 * @param dtype element type of the operands
 * @param x elements
 * @param y as many
 */
export function foldBinary(
  name: BinaryName,
  dtype: DType,
  x: readonly Dim[] | null,
  y: readonly Dim[] | null,
): readonly Dim[] | null {
  if (!x || !y) return null;
  const { fold, symbolic } = binaryFunction(name);
  return x.map((left, i): Dim => {
    const right = y[i] ?? null;
    if (typeof left === 'number' && typeof right === 'number') {
      const result = fold(left, right, dtype);
      return isWhole(dtype) && !Number.isSafeInteger(result) ? null : result;
    }
    return symbolic?.(left, right) ?? null;
  });
}
