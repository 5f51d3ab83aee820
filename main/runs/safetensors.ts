import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import type { DType } from '../../shared/document/value.ts';
import { ELEMENT_ARRAYS, ELEMENT_BYTES, type WeightElements } from '../../shared/layers/weight-store.ts';
import type { NumericTensor } from '../engines/engine.ts';
import { writeAtomically } from './write-atomically.ts';

/** What a safetensors file holds. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, NumericTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A tensor that is read only when its turn comes. */
export interface LazyTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Row-major elements. */
  read(): WeightElements;
  /** The same in pieces ({@link WeightStore.pieces}); left out by a tensor that stands in memory anyway. */
  pieces?(): Iterable<WeightElements>;
}

/** A safetensors file of which single tensors are read. */
export interface TensorReader {
  readonly tensors: ReadonlyMap<string, LazyTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Why a file is not a safetensors file that Netloom reads; the message is a sentence. */
export class SafetensorsError extends Error {
  readonly code = 'safetensors.format';
  constructor(message: string) {
    super(message);
    this.name = 'SafetensorsError';
  }
}

/** The largest header that the format allows (100 MB). */
const MAX_HEADER = 100_000_000;
const ALIGNMENT = 8;
/** The format's names of element types; it has none for texts. Source: https://github.com/huggingface/safetensors. */
const SAFETENSORS_TYPES: Readonly<Record<Exclude<DType, 'string'>, string>> = {
  float32: 'F32',
  float64: 'F64',
  float16: 'F16',
  bfloat16: 'BF16',
  int8: 'I8',
  uint8: 'U8',
  int16: 'I16',
  uint16: 'U16',
  int32: 'I32',
  uint32: 'U32',
  int64: 'I64',
  uint64: 'U64',
  bool: 'BOOL',
};
type HeldType = keyof typeof ELEMENT_ARRAYS;
const TYPES: ReadonlyMap<string, HeldType> = new Map(
  (Object.entries(SAFETENSORS_TYPES) as [HeldType, string][]).map(([dtype, name]) => [name, dtype]),
);

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().min(0)),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).default({}) })
  .catchall(entrySchema);

/**
 * Writes tensors in the safetensors format (https://github.com/huggingface/safetensors: 8 bytes of header length, JSON header, data),
 * atomically.
 *
 * @param path the file
 * @param tensors by name, in this order
 * @param metadata words kept in the header
 */
export async function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, NumericTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const lazy = [...tensors].map(
    ([name, { shape, data }]): LazyTensor => ({
      name,
      dtype: data instanceof Int32Array ? 'int32' : 'float32',
      shape,
      read: () => data,
    }),
  );
  await writeLazyTensors(path, lazy, metadata);
}

/**
 * The same for tensors that are read when their turn comes: no more than one stands in memory.
 *
 * @param path the file
 * @param tensors in the file's order; of any element type but words
 * @param metadata words kept in the header
 */
export async function writeLazyTensors(
  path: string,
  tensors: readonly LazyTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeAtomically(path, file => writeTensors(file, tensors, metadata));
}

/**
 * The same into an open file.
 *
 * @param file open for writing; it is neither flushed nor closed
 * @param tensors in the file's order; of any element type but words
 * @param metadata words kept in the header
 * @param options how to end the writing early, and who is told of the share done
 */
export async function writeTensors(
  file: FileHandle,
  tensors: readonly LazyTensor[],
  metadata: Readonly<Record<string, string>>,
  {
    signal,
    onProgress,
  }: { signal?: AbortSignal | undefined; onProgress?: ((share: number) => void) | undefined } = {},
): Promise<void> {
  let offset = 0;
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  for (const { name, dtype, shape } of tensors) {
    if (dtype === 'string') throw new SafetensorsError(`${name} holds words, which the format does not.`);
    const bytes = countOf(shape) * ELEMENT_BYTES[dtype];
    header.set(name, { dtype: SAFETENSORS_TYPES[dtype], shape, data_offsets: [offset, offset + bytes] });
    offset += bytes;
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)), 'utf8');
  const padding = (ALIGNMENT - (text.length % ALIGNMENT)) % ALIGNMENT;
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length + padding));
  await writeAll(file, Buffer.concat([length, text, Buffer.alloc(padding, ' ')]));
  for (const [i, tensor] of tensors.entries()) {
    signal?.throwIfAborted();
    let bytes = 0;
    for (const data of tensor.pieces?.() ?? [tensor.read()]) {
      bytes += data.byteLength;
      if (data.byteLength > 0)
        await writeAll(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
    if (bytes !== countOf(tensor.shape) * ELEMENT_BYTES[tensor.dtype])
      throw new Error(`${tensor.name} has ${bytes} bytes; its shape says otherwise.`);
    onProgress?.((i + 1) / tensors.length);
  }
}

/** One write call may take less than 2 GB. */
const CHUNK = 2 ** 28;

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length; start += CHUNK)
    await file.write(bytes.subarray(start, Math.min(start + CHUNK, bytes.length)));
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/**
 * Opens a safetensors file: its header is read, tensors when asked for, each time anew.
 *
 * @param path the file
 * @throws SafetensorsError when it is damaged or has an element type that is not held
 */
export async function openSafetensors(path: string): Promise<TensorReader> {
  const damaged = (why: string) => new SafetensorsError(`${path} is not a whole safetensors file: ${why}.`);
  const file = await open(path);
  let text: string;
  let dataStart: number;
  let dataLength: number;
  let stamp: string;
  try {
    const stats = await file.stat();
    if (stats.size < 8) throw damaged('it has less than 8 bytes');
    const prefix = Buffer.alloc(8);
    await file.read(prefix, 0, 8, 0);
    const length = Number(prefix.readBigUInt64LE(0));
    if (length > MAX_HEADER || 8 + length > stats.size) throw damaged('its header is longer than the file');
    const header = Buffer.alloc(length);
    await file.read(header, 0, length, 8);
    text = header.toString('utf8');
    dataStart = 8 + length;
    dataLength = stats.size - dataStart;
    stamp = stampOf(stats);
  } finally {
    await file.close();
  }
  const header = parseHeader(text);
  if (!header) throw damaged('its header is not what the format asks for');
  const { __metadata__: metadata, ...entries } = header;
  const tensors = new Map<string, LazyTensor>();
  for (const [name, { dtype: typeName, shape, data_offsets }] of Object.entries(entries)) {
    const [begin, end] = data_offsets;
    const dtype = TYPES.get(typeName);
    if (!dtype)
      throw new SafetensorsError(
        `${name} in ${path} has the element type ${typeName}; ${[...TYPES.keys()].join(', ')} are read.`,
      );
    if (end > dataLength || end - begin !== countOf(shape) * ELEMENT_BYTES[dtype])
      throw damaged(`${name} does not lie inside it`);
    const place: Place = { path, stamp, dtype, offset: dataStart + begin, length: end - begin };
    tensors.set(name, {
      name,
      dtype,
      shape,
      read: () => readElements(place),
      pieces: () => elementsInPieces(place),
    });
  }
  return { tensors, metadata };
}

/** Where the elements of a tensor stand. */
interface Place {
  readonly path: string;
  /** Of the file as it was when its header was read. */
  readonly stamp: string;
  readonly dtype: HeldType;
  readonly offset: number;
  readonly length: number;
}

/** Bytes of one piece: a multiple of every element's. */
const PIECE = 2 ** 22;

function readElements(place: Place): WeightElements {
  const [elements] = elementsInPieces(place, Math.max(1, place.length));
  return elements ?? new ELEMENT_ARRAYS[place.dtype](0);
}

/** Opened for each tensor, so that the file can be replaced by a later checkpoint at any time. */
function* elementsInPieces(
  { path, stamp, dtype, offset, length }: Place,
  size = PIECE,
): Generator<WeightElements> {
  const file = openSync(path, 'r');
  try {
    if (stampOf(fstatSync(file)) !== stamp)
      throw new SafetensorsError(`${path} was replaced while it was read. Try again.`);
    // Two buffers in turns: fresh memory for every piece would cost as much as reading it.
    const buffers: ArrayBuffer[] = [];
    for (let start = 0, turn = 0; start < length; start += size, turn = 1 - turn) {
      const count = Math.min(size, length - start);
      const buffer = buffers[turn] ?? new ArrayBuffer(count);
      buffers[turn] = buffer;
      const bytes = new Uint8Array(buffer, 0, count);
      for (let done = 0; done < bytes.length; ) {
        const got = readSync(file, bytes, done, Math.min(CHUNK, bytes.length - done), offset + start + done);
        if (got === 0) throw new SafetensorsError(`${path} ends in the middle of a tensor.`);
        done += got;
      }
      yield new ELEMENT_ARRAYS[dtype](bytes.buffer, 0, bytes.length / ELEMENT_BYTES[dtype]);
    }
  } finally {
    closeSync(file);
  }
}

function stampOf({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }): string {
  return `${ino} ${size} ${mtimeMs}`;
}

/**
 * Reads a safetensors file of float32 and int32 tensors.
 *
 * @param path the file
 * @throws SafetensorsError when it is damaged or has another element type
 */
export async function readSafetensors(path: string): Promise<TensorFile> {
  const { tensors, metadata } = await openSafetensors(path);
  const read = new Map<string, NumericTensor>();
  for (const [name, tensor] of tensors) {
    const data = tensor.read();
    if (!(data instanceof Float32Array || data instanceof Int32Array))
      throw new SafetensorsError(
        `${name} in ${path} has the element type ${tensor.dtype}; float32 and int32 can be computed with.`,
      );
    read.set(name, { shape: tensor.shape, data });
  }
  return { tensors: read, metadata };
}

function parseHeader(text: string): z.infer<typeof headerSchema> | null {
  try {
    const parsed = headerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
