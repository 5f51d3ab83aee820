import { type open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { NumericTensor } from '../engines/engine.ts';
import { writeAtomically } from './write-atomically.ts';

/** What a safetensors file holds. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, NumericTensor>;
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
const DTYPES = { F32: Float32Array, I32: Int32Array } as const;
const ALIGNMENT = 8;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().min(0)),
  data_offsets: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});
const headerSchema = z.record(z.string(), z.union([entrySchema, z.record(z.string(), z.string())]));

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
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const [name, { shape, data }] of tensors) {
    const dtype = data instanceof Int32Array ? 'I32' : 'F32';
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padding = (ALIGNMENT - (text.length % ALIGNMENT)) % ALIGNMENT;
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length + padding));
  await writeAtomically(path, async file => {
    await file.write(length);
    await file.write(Buffer.concat([text, Buffer.alloc(padding, ' ')]));
    for (const { data } of tensors.values())
      if (data.byteLength > 0)
        await writeAll(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
}

/** One write call may take less than 2 GB. */
const CHUNK = 2 ** 28;

async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length; start += CHUNK)
    await file.write(bytes.subarray(start, Math.min(start + CHUNK, bytes.length)));
}

/**
 * Reads a safetensors file of float32 and int32 tensors.
 *
 * @param path the file
 * @throws SafetensorsError when it is damaged or has another element type
 */
export async function readSafetensors(path: string): Promise<TensorFile> {
  const bytes = await readFile(path);
  const damaged = (why: string) => new SafetensorsError(`${path} is not a whole safetensors file: ${why}.`);
  if (bytes.length < 8) throw damaged('it has less than 8 bytes');
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > MAX_HEADER || 8 + length > bytes.length) throw damaged('its header is longer than the file');
  const header = parseHeader(bytes.toString('utf8', 8, 8 + length));
  if (!header) throw damaged('its header is not what the format asks for');
  const data = bytes.subarray(8 + length);
  const tensors = new Map<string, NumericTensor>();
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = entry as Readonly<Record<string, string>>;
      continue;
    }
    const { dtype, shape, data_offsets } = entrySchema.parse(entry);
    const [begin, end] = data_offsets;
    const Type = dtype === 'F32' || dtype === 'I32' ? DTYPES[dtype] : null;
    if (!Type)
      throw new SafetensorsError(`${name} in ${path} has the element type ${dtype}; F32 and I32 are read.`);
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (end > data.length || end - begin !== size * 4) throw damaged(`${name} does not lie inside it`);
    // A copy, because the position in the file need not be a multiple of 4.
    const values = new Uint8Array(data.subarray(begin, end));
    tensors.set(name, { shape, data: new Type(values.buffer, 0, size) });
  }
  return { tensors, metadata };
}

function parseHeader(text: string): z.infer<typeof headerSchema> | null {
  try {
    const parsed = headerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
