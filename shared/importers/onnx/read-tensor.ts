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
  const count = countOf(shape, name);
  const rareBits = RARE_BITS.get(typeNumber);
  if (rareBits !== undefined) {
    const whole: TensorPlace = { kind: 'whole', bytes };
    const length = Math.ceil((count * rareBits) / 8);
    const place = isExternal ? externalPlace(name, external, length) : whole;
    return { name, dtype: 'float32', shape, place, rareType: typeNumber, bytes };
  }
  const dtype = typeOf(typeNumber, name);
  if (isExternal && dtype === 'string')
    throw damaged(`the tensor "${name}" holds words, which stand in the file itself and not beside it`);
  if (isExternal)
    return { name, dtype, shape, place: externalPlace(name, external, count * ELEMENT_BYTES[dtype]), bytes };
  if (raw) {
    const length = raw.end - raw.start;
    if (dtype === 'string' || length !== count * ELEMENT_BYTES[dtype])
      throw damaged(
        `the tensor "${name}" (${shape.join(' × ')}, ${dtype}) should hold ${count * ELEMENT_BYTES[dtype]} bytes; it holds ${length}`,
      );
    return { name, dtype, shape, place: { kind: 'raw', ...raw }, bytes };
  }
  const place: TensorPlace =
    dtype === 'string' ? { kind: 'whole', bytes } : { kind: 'numbers', values: numbers };
  const given = dtype === 'string' ? strings : numbers.length;
  if (given !== count)
    throw damaged(
      `the tensor "${name}" (${shape.join(' × ')}) should hold ${count} elements; it holds ${given}`,
    );
  return { name, dtype, shape, place, bytes };
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

/** Bits of an element of the types that are only carried: complex, float8, 4-bit and 2-bit numbers. Source: onnx.proto3, TensorProto.DataType. */
const RARE_BITS: ReadonlyMap<number, number> = new Map([
  [14, 64],
  [15, 128],
  ...[17, 18, 19, 20, 24].map((type): [number, number] => [type, 8]),
  ...[21, 22, 23].map((type): [number, number] => [type, 4]),
  ...[25, 26].map((type): [number, number] => [type, 2]),
  ...[27, 28].map((type): [number, number] => [type, 6]),
]);

/** An element type by ONNX's number; undefined for one that Netloom does not hold. */
export function dtypeOf(number: number): DType | undefined {
  return TYPES.get(number);
}

function typeOf(number: number, name: string): DType {
  const dtype = TYPES.get(number);
  if (dtype !== undefined) return dtype;
  throw new ImportError(
    'import.unsupported',
    `The tensor "${name}" has ONNX's element type ${number}, which Netloom does not know. Convert the model to another type.`,
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
function externalPlace(name: string, entries: ReadonlyMap<string, string>, bytes: number): TensorPlace {
  const location = entries.get('location') ?? '';
  if (!/^[^/\\:\0]+$/.test(location) || location === '.' || location === '..')
    throw new ImportError(
      'import.unsafe',
      `The tensor "${name}" lies outside the model's folder ("${location.slice(0, 200)}"). Only plain file names beside the model are read; put its data there.`,
    );
  const offset = wholeNumber(entries.get('offset') ?? '0', name);
  const length = entries.has('length') ? wholeNumber(entries.get('length') ?? '', name) : null;
  if (length !== null && length !== bytes)
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
