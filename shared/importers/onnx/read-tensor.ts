import type { DType } from '../../document/value.ts';
import { ONNX_ELEMENT_TYPES } from '../../layers/onnx-contract.ts';
import { ELEMENT_BYTES } from '../../layers/weight-store.ts';
import { ImportError } from '../imported-network.ts';
import type { FileTensor, TensorPlace } from './onnx-file.ts';
import { damaged, type ProtobufReader, WIRE } from './protobuf-reader.ts';

/** Spelled-out elements of one tensor; more belong into raw data. */
const MAX_SPELLED = 16_000_000;

/**
 * Reads a TensorProto: what it is and where its elements stand.
 *
 * @param reader the message
 * @param bytes the whole message
 * @throws ImportError when its extents and its data contradict each other
 */
export function readTensor(reader: ProtobufReader, bytes: () => Uint8Array): FileTensor {
  const shape: number[] = [];
  const numbers: number[] = [];
  const external = new Map<string, string>();
  let name = '';
  let typeNumber = 0;
  let raw: { start: number; end: number } | null = null;
  let strings = 0;
  let isExternal = false;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) reader.ints(field, shape);
    else if (field.number === 2) typeNumber = reader.int(field);
    else if (field.number === 4) reader.floats(field, numbers);
    else if (field.number === 5 || field.number === 7 || field.number === 11) reader.ints(field, numbers);
    else if (field.number === 6) strings++;
    else if (field.number === 8) name = reader.text(field);
    else if (field.number === 9) raw = { start: field.start, end: field.end };
    else if (field.number === 10) readDoubles(reader.bytes(field), numbers);
    else if (field.number === 13) readEntry(reader.message(field), external);
    else if (field.number === 14) isExternal = field.wire === WIRE.varint && reader.int(field) === 1;
    if (numbers.length > MAX_SPELLED)
      throw new ImportError('import.too-large', `The tensor "${name}" spells out too many elements.`);
  }
  const dtype = typeOf(typeNumber, name);
  const count = countOf(shape, name);
  if (isExternal) return { name, dtype, shape, place: externalPlace(name, external, count, dtype) };
  if (raw) {
    const bytes = raw.end - raw.start;
    if (dtype === 'string' || bytes !== count * ELEMENT_BYTES[dtype])
      throw damaged(
        `the tensor "${name}" (${shape.join(' × ')}, ${dtype}) should hold ${count * ELEMENT_BYTES[dtype]} bytes; it holds ${bytes}`,
      );
    return { name, dtype, shape, place: { kind: 'raw', ...raw } };
  }
  const place: TensorPlace =
    dtype === 'string' ? { kind: 'strings', bytes } : { kind: 'numbers', values: numbers };
  const given = dtype === 'string' ? strings : numbers.length;
  if (given !== count)
    throw damaged(
      `the tensor "${name}" (${shape.join(' × ')}) should hold ${count} elements; it holds ${given}`,
    );
  return { name, dtype, shape, place };
}

function readDoubles(bytes: Uint8Array, into: number[]): void {
  if (bytes.length % 8 !== 0) throw damaged('a list of doubles ends in the middle of one');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < bytes.length; i += 8) into.push(view.getFloat64(i, true));
}

function readEntry(reader: ProtobufReader, into: Map<string, string>): void {
  let key = '';
  let value = '';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) key = reader.text(field);
    else if (field.number === 2) value = reader.text(field);
  }
  into.set(key, value);
}

const TYPES: ReadonlyMap<number, DType> = new Map(
  (Object.entries(ONNX_ELEMENT_TYPES) as [DType, number][]).map(([dtype, number]) => [number, dtype]),
);

/** An element type by ONNX's number; undefined for one that Netloom does not hold. */
export function dtypeOf(number: number): DType | undefined {
  return TYPES.get(number);
}

function typeOf(number: number, name: string): DType {
  const dtype = TYPES.get(number);
  if (dtype !== undefined) return dtype;
  throw new ImportError(
    'import.unsupported',
    `The tensor "${name}" has ONNX's element type ${number}, which Netloom does not hold (float8, 4-bit and complex numbers). Convert the model to another type.`,
  );
}

function countOf(shape: readonly number[], name: string): number {
  let count = 1;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0)
      throw damaged(`the tensor "${name}" has the extent ${extent}`);
    count *= extent;
    if (!Number.isSafeInteger(count * 8))
      throw damaged(`the tensor "${name}" (${shape.join(' × ')}) has more elements than can be counted`);
  }
  return count;
}

/** Only a plain file name in the model's own folder is taken: everything else reads files that the user did not choose. */
function externalPlace(
  name: string,
  entries: ReadonlyMap<string, string>,
  count: number,
  dtype: DType,
): TensorPlace {
  const location = entries.get('location') ?? '';
  if (!/^[^/\\:\0]+$/.test(location) || location === '.' || location === '..')
    throw new ImportError(
      'import.unsafe',
      `The tensor "${name}" lies outside the model's folder ("${location.slice(0, 200)}"). Only plain file names beside the model are read; put its data there.`,
    );
  const offset = wholeNumber(entries.get('offset') ?? '0', name);
  const length = entries.has('length') ? wholeNumber(entries.get('length') ?? '', name) : null;
  const bytes = count * ELEMENT_BYTES[dtype];
  if (dtype === 'string' || (length !== null && length !== bytes))
    throw damaged(
      `the tensor "${name}" should hold ${bytes} bytes; ${length} are announced outside the file`,
    );
  return { kind: 'external', location, offset, length: bytes };
}

function wholeNumber(text: string, name: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw damaged(`the tensor "${name}" has no proper place outside the file ("${text.slice(0, 40)}")`);
  return value;
}
