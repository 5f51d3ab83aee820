import { DatasetError } from '../dataset-error.ts';
import { sizeOf } from '../sample-source.ts';
import type { ByteRange } from './byte-range.ts';
import type { ElementType } from './element-type.ts';
import type { NumberArray } from './number-array.ts';

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** Headers are a hundred bytes; anything of this length is no header. */
const LONGEST_HEADER = 1 << 20;

/**
 * Reads the header of a NumPy array file. Source: NumPy's format description, numpy/lib/_format_impl.py, versions 1.0 to 3.0.
 *
 * @param bytes the file
 * @param name what it is called in sentences
 * @throws DatasetError `dataset.objects` for Python objects, which would have to be executed; `dataset.format` for anything that
 *   is no array of numbers
 */
export async function readNpy(bytes: ByteRange, name: string): Promise<NumberArray> {
  const head = await bytes.read(0, 12);
  const fail = (why: string) =>
    new DatasetError('dataset.format', `"${name}" is no NumPy array of numbers: ${why}.`);
  if (head.length < 10 || !head.subarray(0, 6).equals(MAGIC)) throw fail('it does not begin with \\x93NUMPY');
  const long = (head[6] ?? 1) >= 2;
  if (long && head.length < 12) throw fail('its header is cut off');
  const length = long ? head.readUInt32LE(8) : head.readUInt16LE(8);
  const begin = long ? 12 : 10;
  if (length > LONGEST_HEADER) throw fail('its header is too long');
  const text = (await bytes.read(begin, length)).toString('latin1');
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  if (/'descr'\s*:\s*\[/.test(text)) throw fail('its elements are records. Save one plain array per field');
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const extents = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || extents === undefined)
    throw fail('its header is damaged');
  if (descr.includes('O'))
    throw new DatasetError(
      'dataset.objects',
      `"${name}" holds Python objects (dtype object), which could run programs when read. Save plain numbers: np.save(file, array.astype("float32")).`,
    );
  const type = elementType(descr);
  if (!type) throw fail(`its element type is ${descr}. Save float32, float64, whole numbers or bool`);
  const shape = extents
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => Number(part.replace(/L$/, '')));
  if (!shape.every(extent => Number.isSafeInteger(extent) && extent >= 0)) throw fail('its shape is damaged');
  if (order === 'True' && shape.filter(extent => extent > 1).length > 1)
    throw fail('it is stored column by column (Fortran order). Save np.ascontiguousarray(array)');
  const start = begin + length;
  const needed = sizeOf(shape) * type.size;
  if (bytes.length - start < needed)
    throw fail(
      `${shape.join(' × ')} numbers take ${needed} bytes, but ${Math.max(0, bytes.length - start)} are there`,
    );
  return { shape, type, bytes, start };
}

function elementType(descr: string): ElementType | null {
  const match = /^([<>|=])([bifu])([1248])$/.exec(descr);
  if (!match) return null;
  const [, order, letter, digits] = match;
  const size = Number(digits);
  if (size !== 1 && size !== 2 && size !== 4 && size !== 8) return null;
  const kind = letter === 'b' ? 'bool' : letter === 'i' ? 'int' : letter === 'u' ? 'uint' : 'float';
  if (kind === 'float' && size === 1) return null;
  return { kind, size, littleEndian: order !== '>' };
}
