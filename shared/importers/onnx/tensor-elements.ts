import type { DType } from '../../document/value.ts';
import { permuteData } from '../../exporters/onnx/permute.ts';
import { bfloatToNumber, halfToNumber } from '../../layers/arithmetic/half-floats.ts';
import { ELEMENT_ARRAYS, ELEMENT_BYTES, type WeightElements } from '../../layers/weight-store.ts';
import { ImportError } from '../imported-network.ts';
import type { ByteSource } from './byte-source.ts';
import type { FileTensor } from './onnx-file.ts';

/** Where tensors' bytes come from. */
export interface TensorFiles {
  readonly model: ByteSource;
  /** A data file beside the model; undefined where there is none (or it may not be read). */
  external?(location: string): ByteSource | undefined;
}

/** Elements of a tensor. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Whether a tensor is not read by its elements but carried as it stands: words and elements of rare types. */
export function isWhole({ dtype, rareType }: FileTensor): boolean {
  return dtype === 'string' || rareType !== undefined;
}

/**
 * Reads the elements of a tensor.
 *
 * @throws ImportError for words, and where the data file is missing or too short
 */
export function readElements(files: TensorFiles, tensor: FileTensor): WeightElements {
  const { dtype, place } = tensor;
  if (dtype === 'string' || place.kind === 'whole' || tensor.rareType !== undefined)
    throw new ImportError(
      'import.unsupported',
      `The tensor "${tensor.name}" holds words or elements of a rare type, which are no weights.`,
    );
  if (place.kind === 'numbers') return spelledOut(dtype, place.values);
  return stretch(files, tensor, dtype, 0, countOf(tensor.shape));
}

/** A transposition of more elements is read in stretches, so that no second copy stands in memory. */
const STRETCH = 4_000_000;

/**
 * Reads the elements of a tensor with its axes in another order.
 *
 * @param permutation axis i of the result is axis permutation[i] of the tensor
 */
export function readPermuted(
  files: TensorFiles,
  tensor: FileTensor,
  permutation: readonly number[],
): WeightElements {
  const { shape, dtype, place } = tensor;
  const [rows = 0, columns = 0] = shape;
  const isLarge = shape.length === 2 && permutation[0] === 1 && countOf(shape) > STRETCH;
  if (!isLarge || place.kind === 'numbers' || place.kind === 'whole' || dtype === 'string')
    return permuteData(readElements(files, tensor), shape, permutation);
  const result = new ELEMENT_ARRAYS[dtype](rows * columns);
  const step = Math.max(1, Math.floor(STRETCH / columns));
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const part = stretch(files, tensor, dtype, row * columns, count * columns);
    for (let column = 0; column < columns; column++)
      for (let i = 0; i < count; i++) result[column * rows + row + i] = part[i * columns + column] as never;
  }
  return result;
}

/** Elements from `first` on of a tensor that stands in a file. */
function stretch(
  files: TensorFiles,
  { name, place }: FileTensor,
  dtype: Exclude<DType, 'string'>,
  first: number,
  count: number,
): WeightElements {
  const size = ELEMENT_BYTES[dtype];
  if (place.kind === 'raw') return aligned(files.model.read(place.start + first * size, count * size), dtype);
  if (place.kind !== 'external') return new ELEMENT_ARRAYS[dtype](0);
  const file = files.external?.(place.location);
  if (!file)
    throw new ImportError(
      'import.read',
      `The weights of "${name}" stand in the file "${place.location}", which is not beside the model. Put it into the model's folder.`,
    );
  const start = place.offset + first * size;
  if (start + count * size > file.length)
    throw new ImportError(
      'import.damaged',
      `The file "${place.location}" is too short for the weights of "${name}": it should reach to byte ${start + count * size} and has ${file.length}. Fetch it again.`,
    );
  return aligned(file.read(start, count * size), dtype);
}

/** The bytes as elements; copied where they do not stand at a multiple of the element's size. */
function aligned(bytes: Uint8Array, dtype: Exclude<DType, 'string'>): WeightElements {
  const size = ELEMENT_BYTES[dtype];
  const fitting = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new ELEMENT_ARRAYS[dtype](
    fitting.buffer as ArrayBuffer,
    fitting.byteOffset,
    fitting.byteLength / size,
  );
}

const LARGEST_INT64 = 2n ** 63n - 1n;

function spelledOut(dtype: Exclude<DType, 'string'>, values: readonly number[]): WeightElements {
  if (dtype === 'int64')
    // A number beyond 2^53 was rounded when it was read, so that the largest one would leave the range.
    return BigInt64Array.from(values, value => {
      const whole = BigInt(value);
      return whole > LARGEST_INT64 ? LARGEST_INT64 : whole;
    });
  if (dtype === 'uint64') return BigUint64Array.from(values, value => BigInt.asUintN(64, BigInt(value)));
  return ELEMENT_ARRAYS[dtype].from(values);
}

/**
 * The elements of a small tensor as plain numbers (float16 and bfloat16 decoded).
 *
 * @param limit the most elements
 * @returns null for more elements, or words
 */
export function readNumbers(files: TensorFiles, tensor: FileTensor, limit: number): readonly number[] | null {
  if (isWhole(tensor) || countOf(tensor.shape) > limit) return null;
  const elements = readElements(files, tensor);
  const numbers = Array.from(elements, Number);
  if (tensor.dtype === 'float16') return numbers.map(halfToNumber);
  if (tensor.dtype === 'bfloat16') return numbers.map(bfloatToNumber);
  return numbers;
}
