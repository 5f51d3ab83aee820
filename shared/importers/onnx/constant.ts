import type { DType } from '../../document/value.ts';
import { inversePermutation, permuteData } from '../../exporters/onnx/permute.ts';
import { bfloatBits, halfBits } from '../../layers/arithmetic/half-floats.ts';
import { ELEMENT_ARRAYS, type WeightElements } from '../../layers/weight-store.ts';
import type { FileTensor } from './onnx-file.ts';
import { countOf, readElements, readNumbers, readPermuted, type TensorFiles } from './tensor-elements.ts';

/** A tensor that is known before the network runs; its elements are read when asked for. */
export interface Constant {
  /** The name in the file of what it was made from: two constants of the same origin are one weight. */
  readonly origin: string;
  /** Whether it is a weight of the file (an initializer of floating-point numbers), and not a constant of its computation. */
  readonly isWeight: boolean;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major elements. */
  read(): WeightElements;
  /** The elements with the axes in another order. */
  readPermuted(permutation: readonly number[]): WeightElements;
  /** The elements as plain numbers; null for more than `limit`, or words. */
  numbers(limit: number): readonly number[] | null;
}

/** A tensor of the file. */
export function fileConstant(
  files: TensorFiles,
  tensor: FileTensor,
  origin: string,
  isInitializer: boolean,
): Constant {
  const { dtype, shape } = tensor;
  return {
    origin,
    isWeight: isInitializer && /^b?float/.test(dtype),
    dtype,
    shape,
    read: () => readElements(files, tensor),
    readPermuted: permutation => readPermuted(files, tensor, permutation),
    numbers: limit => readNumbers(files, tensor, limit),
  };
}

/** A small constant computed from others. */
export function computedConstant(
  origin: string,
  dtype: DType,
  shape: readonly number[],
  values: readonly number[],
): Constant {
  const read = () => elementsOf(dtype, values);
  return {
    origin,
    isWeight: false,
    dtype,
    shape,
    read,
    readPermuted: permutation => permuteData(read(), shape, permutation),
    numbers: limit => (values.length <= limit ? values : null),
  };
}

/** The same elements with other extents. */
export function reshapedConstant(constant: Constant, shape: readonly number[]): Constant {
  const origin = `${constant.origin} [${shape.join()}]`;
  return {
    ...constant,
    origin,
    shape,
    readPermuted: permutation => permuteData(constant.read(), shape, permutation),
  };
}

/** A transposed constant. */
export function permutedConstant(constant: Constant, permutation: readonly number[]): Constant {
  const shape = permutation.map(axis => constant.shape[axis] ?? 1);
  const read = () => constant.readPermuted(permutation);
  return {
    ...constant,
    origin: `${constant.origin} (${permutation.join()})`,
    shape,
    read,
    readPermuted: second => constant.readPermuted(second.map(axis => permutation[axis] ?? axis)),
    numbers: limit => {
      const values = constant.numbers(limit);
      if (!values) return null;
      const order = Array.from({ length: countOf(constant.shape) }, (_, i) => i);
      const moved = permuteData(Float64Array.from(order), constant.shape, permutation);
      return Array.from(moved, i => values[i] ?? 0);
    },
  };
}

/**
 * Some places of one axis of a constant.
 *
 * @param constant numbers
 * @param axis the axis
 * @param start its first place that stays
 * @param count how many stay
 */
export function slicedConstant(constant: Constant, axis: number, start: number, count: number): Constant {
  const shape = constant.shape.map((extent, i) => (i === axis ? count : extent));
  const inner = countOf(constant.shape.slice(axis + 1));
  const [from, to] = [(constant.shape[axis] ?? 0) * inner, count * inner];
  const read = (): WeightElements => {
    const all = constant.read();
    const part = all.slice(0, countOf(shape));
    for (let outer = 0; outer * to < part.length; outer++)
      for (let i = 0; i < to; i++) part[outer * to + i] = all[outer * from + start * inner + i] ?? 0;
    return part;
  };
  return {
    ...constant,
    origin: `${constant.origin} [${axis}: ${start} + ${count}]`,
    shape,
    read,
    readPermuted: permutation => permuteData(read(), shape, permutation),
    numbers: limit => (countOf(shape) <= limit ? Array.from(read(), Number) : null),
  };
}

/** Whether a permutation takes the axes as an ONNX Transpose without `perm` does: all in reverse. */
export function reversedAxes(rank: number): readonly number[] {
  return inversePermutation(Array.from({ length: rank }, (_, i) => rank - 1 - i));
}

function elementsOf(dtype: DType, values: readonly number[]): WeightElements {
  switch (dtype) {
    case 'int64':
      return BigInt64Array.from(values, value => BigInt(Math.trunc(value)));
    case 'uint64':
      return BigUint64Array.from(values, value => BigInt.asUintN(64, BigInt(Math.trunc(value))));
    case 'int32':
      return Int32Array.from(values);
    case 'bool':
    case 'uint8':
      return Uint8Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'float32':
      return Float32Array.from(values);
    case 'float16':
      return Uint16Array.from(values, halfBits);
    case 'bfloat16':
      return Uint16Array.from(values, bfloatBits);
    case 'string':
      throw new Error('Words are not computed.');
    default:
      return ELEMENT_ARRAYS[dtype].from(values);
  }
}
