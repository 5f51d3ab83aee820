import type { Dim, DType } from '../../document/value.ts';
import { broadcastShapes, expandTo, type Known, MAX_KNOWN } from './known.ts';

/** Functions of one number by ONNX's operator names. */
export const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  Neg: x => -x,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Sqrt: Math.sqrt,
  Reciprocal: x => 1 / x,
  Not: x => (x === 0 ? 1 : 0),
  Exp: Math.exp,
  Log: Math.log,
};

const COMPARISONS: ReadonlySet<string> = new Set([
  'Equal',
  'Less',
  'LessOrEqual',
  'Greater',
  'GreaterOrEqual',
  'And',
  'Or',
]);

/**
 * Two tensors element by element; symbols survive what leaves them as they are (times 1, plus 0).
 *
 * @param operator ONNX's name
 * @returns null where the shapes do not fit
 */
export function combine(operator: string, a: Known, b: Known): Known | null {
  const shape = broadcastShapes(a.shape, b.shape);
  if (!shape || shape.reduce((product, extent) => product * extent, 1) > MAX_KNOWN) return null;
  const left = expandTo(a, shape).values;
  const right = expandTo(b, shape).values;
  const dtype: DType = COMPARISONS.has(operator) ? 'bool' : a.dtype;
  const values = left.map((x, i) => element(operator, x, right[i] ?? null, a.dtype));
  return { dtype, shape, values };
}

function element(operator: string, x: Dim, y: Dim, dtype: DType): Dim {
  if (typeof x === 'number' && typeof y === 'number') {
    const result = compute(operator, x, y, dtype);
    return dtype === 'float32' && result !== null ? Math.fround(result) : result;
  }
  if (operator === 'Mul') return y === 1 ? x : x === 1 ? y : null;
  if (operator === 'Add') return y === 0 ? x : x === 0 ? y : null;
  if (operator === 'Sub') return y === 0 ? x : null;
  if (operator === 'Div') return y === 1 ? x : null;
  // A symbol stands for an extent of at least 1, so that it never equals a placeholder of 0 or -1.
  if (operator === 'Equal') {
    if (x !== null && x === y) return 1;
    const number = typeof x === 'number' ? x : typeof y === 'number' ? y : null;
    return number !== null && number <= 0 && x !== null && y !== null ? 0 : null;
  }
  return null;
}

function compute(operator: string, x: number, y: number, dtype: DType): number | null {
  const isWhole = dtype !== 'float32' && dtype !== 'float64';
  switch (operator) {
    case 'Add':
      return x + y;
    case 'Sub':
      return x - y;
    case 'Mul':
      return x * y;
    case 'Div':
      if (isWhole && y === 0) return null;
      return isWhole ? Math.trunc(x / y) : x / y;
    case 'Mod':
      // Of negative numbers ONNX has two remainders.
      return y <= 0 || x < 0 ? null : x % y;
    case 'Pow':
      return x ** y;
    case 'Min':
      return Math.min(x, y);
    case 'Max':
      return Math.max(x, y);
    case 'Equal':
      return x === y ? 1 : 0;
    case 'Less':
      return x < y ? 1 : 0;
    case 'Greater':
      return x > y ? 1 : 0;
    case 'LessOrEqual':
      return x <= y ? 1 : 0;
    case 'GreaterOrEqual':
      return x >= y ? 1 : 0;
    case 'And':
      return x !== 0 && y !== 0 ? 1 : 0;
    case 'Or':
      return x !== 0 || y !== 0 ? 1 : 0;
    default:
      return null;
  }
}

/** One number from all elements; null where one that matters is not known. */
export function reduceAll(operator: string, { values }: Known): Dim {
  const numbers = values.filter(value => typeof value === 'number');
  if (operator === 'ReduceProd') {
    const rest = values.filter(value => value !== 1);
    if (rest.length === 1) return rest[0] ?? null;
  }
  if (numbers.length !== values.length) return null;
  switch (operator) {
    case 'ReduceProd':
      return numbers.reduce((product, value) => product * value, 1);
    case 'ReduceSum':
      return numbers.reduce((sum, value) => sum + value, 0);
    case 'ReduceMax':
      return numbers.length > 0 ? Math.max(...numbers) : null;
    case 'ReduceMin':
      return numbers.length > 0 ? Math.min(...numbers) : null;
    default:
      return null;
  }
}
