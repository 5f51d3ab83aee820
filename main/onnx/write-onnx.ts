import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type ExternalPlace, encodeModel, lazyTensor } from '../../shared/exporters/onnx/encode-model.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { initializerBytes, type OnnxInitializer, type OnnxModel } from '../../shared/exporters/onnx/model.ts';
import type { Chunk } from '../../shared/exporters/onnx/protobuf-writer.ts';

/** protobuf cannot hold more than 2 GiB in one message; the rest leaves room for names and nodes. */
const LARGEST_FILE = 2 ** 31 - 2 ** 20;
/** Smaller tensors stay in the model file, so that tools which read shapes from constants find them. */
const SMALLEST_EXTERNAL = 1024;
const ALIGNMENT = 4096;
/** One write; between two of them a cancellation is noticed. */
const WRITE_BYTES = 64 * 2 ** 20;

/** How the writing goes, and how to end it early. */
export interface WriteOptions {
  readonly onProgress?: (bytesDone: number, bytesTotal: number) => void;
  readonly signal?: AbortSignal | undefined;
  /** Bytes from which the tensors go to a file of their own; for tests. */
  readonly largestFile?: number;
}

/** What was written. */
export interface WrittenFiles {
  readonly bytes: number;
  /** The model, and the file of its tensors where there is one. */
  readonly paths: readonly string[];
}

/**
 * Writes a model tensor after tensor, so that no more than one stands in memory. The file appears under its name only when it is
 * complete; whatever ends the writing early, nothing half-written stays. A model of more than 2 GB keeps its tensors in
 * `NAME.onnx.data` beside it.
 *
 * @param model the model
 * @param file the path to write
 * @throws ExportError `export.cancelled` or `export.write`
 */
export async function writeOnnx(
  model: OnnxModel,
  file: string,
  options: WriteOptions = {},
): Promise<WrittenFiles> {
  const plain = encodeModel(model);
  const places = new Map<OnnxInitializer, ExternalPlace>();
  const dataFile = `${file}.data`;
  let dataBytesTotal = 0;
  if (plain.length > (options.largestFile ?? LARGEST_FILE))
    for (const tensor of model.graph.initializers) {
      if (initializerBytes(tensor) < SMALLEST_EXTERNAL) continue;
      places.set(tensor, { location: path.basename(dataFile), offset: dataBytesTotal });
      dataBytesTotal += Math.ceil(initializerBytes(tensor) / ALIGNMENT) * ALIGNMENT;
    }
  const message = places.size > 0 ? encodeModel(model, tensor => places.get(tensor)) : plain;
  const files: [string, Iterable<Chunk>][] = [[file, message.chunks]];
  if (places.size > 0) files.unshift([dataFile, externalChunks([...places.keys()])]);
  const bytes = message.length + dataBytesTotal;
  const temporary = files.map(([name]) => `${name}.tmp`);
  let done = 0;
  try {
    for (const [name, chunks] of files)
      await writeChunks(`${name}.tmp`, chunks, options.signal, written => {
        done += written;
        options.onProgress?.(done, bytes);
      });
    for (const [name] of files) await rename(`${name}.tmp`, name);
  } catch (error) {
    await Promise.all(temporary.map(name => rm(name, { force: true })));
    if (error instanceof ExportError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (!isSystemError(error)) throw error;
    throw new ExportError('export.write', `${file} could not be written: ${reason}.`, { cause: error });
  }
  return { bytes, paths: files.map(([name]) => name).reverse() };
}

function* externalChunks(tensors: readonly OnnxInitializer[]): Generator<Chunk> {
  for (const tensor of tensors) {
    const length = initializerBytes(tensor);
    yield lazyTensor(tensor);
    const rest = length % ALIGNMENT;
    if (rest > 0) yield new Uint8Array(ALIGNMENT - rest);
  }
}

async function writeChunks(
  file: string,
  chunks: Iterable<Chunk>,
  signal: AbortSignal | undefined,
  onWritten: (bytes: number) => void,
): Promise<void> {
  const handle = await open(file, 'w');
  let writing: Promise<void> = Promise.resolve();
  /** Begins to write when all before is written; the next bytes are made meanwhile. */
  const write = async (bytes: Uint8Array) => {
    await writing;
    writing = writeAll(handle, bytes, signal, onWritten);
    // Whoever waits for it hears of its failure; until then it is not an unheard one.
    writing.catch(() => undefined);
    if (bytes.length > WRITE_BYTES) await writing;
  };
  try {
    let small: Uint8Array[] = [];
    let waiting = 0;
    const flush = async () => {
      await write(Buffer.concat(small));
      small = [];
      waiting = 0;
    };
    for (const chunk of chunks) {
      if (chunk instanceof Uint8Array) {
        small.push(chunk);
        waiting += chunk.length;
        if (waiting > 2 ** 20) await flush();
        continue;
      }
      await flush();
      let length = 0;
      for (const bytes of chunk.pieces?.() ?? [chunk.bytes()]) {
        length += bytes.length;
        await write(bytes);
      }
      if (length !== chunk.length)
        throw new Error(`A tensor has ${length} bytes where ${chunk.length} were announced.`);
    }
    await flush();
    await writing;
    await handle.sync();
  } finally {
    await writing.catch(() => undefined);
    await handle.close();
  }
}

async function writeAll(
  handle: FileHandle,
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
  onWritten: (bytes: number) => void,
): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    if (signal?.aborted)
      throw new ExportError('export.cancelled', 'The export was cancelled; no file was written.');
    const { bytesWritten } = await handle.write(bytes, offset, Math.min(WRITE_BYTES, bytes.length - offset));
    offset += bytesWritten;
    onWritten(bytesWritten);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
