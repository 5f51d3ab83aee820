import { DatasetError } from '../dataset-error.ts';
import { sizeOf } from '../sample-source.ts';
import type { ByteRange } from './byte-range.ts';
import type { ElementType } from './element-type.ts';
import type { NumberArray } from './number-array.ts';

const big = (kind: ElementType['kind'], size: ElementType['size']): ElementType => ({
  kind,
  size,
  littleEndian: false,
});

/** The third byte of an IDX file. Source: "The IDX file format" at the foot of LeCun's MNIST page. */
const TYPES: Readonly<Record<number, ElementType>> = {
  8: big('uint', 1),
  9: big('int', 1),
  11: big('int', 2),
  12: big('int', 4),
  13: big('float', 4),
  14: big('float', 8),
};

/**
 * Finds the array in an IDX file, as MNIST comes in.
 *
 * @param bytes the file's
 * @param file its name, for sentences
 * @throws DatasetError `dataset.format` where it is none or cut off
 */
export async function readIdx(bytes: ByteRange, file: string): Promise<NumberArray> {
  const fail = (why: string) => new DatasetError('dataset.format', `"${file}" is no IDX file: ${why}.`);
  const magic = await bytes.read(0, 4);
  const type = TYPES[magic[2] ?? 0];
  const rank = magic[3] ?? 0;
  if (magic.length < 4 || magic[0] !== 0 || magic[1] !== 0 || !type || rank === 0 || rank > 8)
    throw fail('it does not begin with the number 0x000008NN of such files');
  const head = await bytes.read(4, rank * 4);
  if (head.length < rank * 4) throw fail('its header is cut off');
  const shape = Array.from({ length: rank }, (_, axis) => head.readUInt32BE(axis * 4));
  const start = 4 + rank * 4;
  const needed = sizeOf(shape) * type.size;
  if (bytes.length - start < needed)
    throw fail(`${shape.join(' × ')} numbers take ${needed} bytes, but ${bytes.length - start} are there`);
  return { shape, type, bytes, start };
}
