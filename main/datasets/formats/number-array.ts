import { sizeOf, type Unread } from '../sample-source.ts';
import type { ByteRange } from './byte-range.ts';
import { decodeElements, type ElementType } from './element-type.ts';

/** An array of numbers in a file: rows along its first axis are read one by one. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly bytes: ByteRange;
  /** Where the numbers begin. */
  readonly start: number;
}

/** Rows that follow each other are read together, at most so many bytes at once. */
const LARGEST_READ = 8 * 2 ** 20;

/**
 * Reads rows of an array.
 *
 * @param indices which rows
 * @param into receives them one after the other, from `at` numbers on
 */
export async function readRows(
  { shape, type, bytes, start }: NumberArray,
  indices: ArrayLike<number>,
  into: Float32Array,
  at = 0,
): Promise<void> {
  const elements = sizeOf(shape.slice(1));
  await readRecords(bytes, start, elements * type.size, indices, (record, place) =>
    decodeElements(record, type, into, at + place * elements, elements),
  );
}

/**
 * Reads records of equal length.
 *
 * @param start where the first one begins
 * @param length bytes of one
 * @param indices which
 * @param take receives the bytes of each with its place in `indices`
 */
export function readRecords(
  bytes: ByteRange,
  start: number,
  length: number,
  indices: ArrayLike<number>,
  take: (record: Buffer, place: number) => void,
): Promise<void> {
  return readRecordsAt(
    bytes,
    index => start + index * length,
    () => length,
    indices,
    take,
  );
}

/**
 * Reads records; those that follow each other in the file are read together.
 *
 * @param offsetOf where a record begins
 * @param lengthOf bytes of a record
 * @param indices which
 * @param take receives the bytes of each with its place in `indices`
 * @throws Error where the file has become too short
 */
export async function readRecordsAt(
  bytes: ByteRange,
  offsetOf: (index: number) => number,
  lengthOf: (index: number) => number,
  indices: ArrayLike<number>,
  take: (record: Buffer, place: number) => void,
): Promise<void> {
  for (let place = 0; place < indices.length; ) {
    const begin = offsetOf(indices[place] ?? 0);
    let end = begin + lengthOf(indices[place] ?? 0);
    let next = place + 1;
    while (next < indices.length && offsetOf(indices[next] ?? 0) === end && end - begin < LARGEST_READ) {
      end += lengthOf(indices[next] ?? 0);
      next++;
    }
    const read = await bytes.read(begin, end - begin);
    if (read.length < end - begin) throw new Error('the file has become shorter');
    for (let at = 0; place < next; place++) {
      const length = lengthOf(indices[place] ?? 0);
      take(read.subarray(at, at + length), place);
      at += length;
    }
  }
}

/** All numbers of an array. */
export async function readAll(array: NumberArray): Promise<Float32Array> {
  const rows = array.shape[0] ?? 1;
  const into = new Float32Array(sizeOf(array.shape));
  await readRows(
    array,
    Int32Array.from({ length: rows }, (_, i) => i),
    into,
  );
  return into;
}

/** Reads that cannot fail for single samples tell of none unread. */
export const ALL_READ: readonly Unread[] = [];
