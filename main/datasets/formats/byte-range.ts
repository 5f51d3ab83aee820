import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { DatasetError } from '../dataset-error.ts';

/** Bytes that are read piece by piece, from a file or from memory. */
export interface ByteRange {
  readonly length: number;
  /** @returns `length` bytes from `offset` on, fewer at the end */
  read(offset: number, length: number): Promise<Buffer>;
}

/** Bytes in memory. */
export function memoryRange(bytes: Buffer): ByteRange {
  return {
    length: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

/** A part of other bytes. */
export function rangeWithin(bytes: ByteRange, start: number, length: number): ByteRange {
  return {
    length,
    read: (offset, wanted) => bytes.read(start + offset, Math.min(wanted, Math.max(0, length - offset))),
  };
}

/** The files of one data set. What was opened is closed together, on whichever way its reading ends. */
export class DataFiles {
  private readonly budget: number;
  private readonly handles: FileHandle[] = [];

  /** @param budget bytes that unpacking a file may take */
  constructor(budget: number) {
    this.budget = budget;
  }

  /**
   * The bytes of a file. A file that ends in .gz is unpacked in memory.
   *
   * @param file its path
   * @throws DatasetError `dataset.memory` when an unpacked file would be larger, `dataset.format` when it is damaged
   */
  async open(file: string): Promise<ByteRange> {
    if (/\.gz$/i.test(file)) return memoryRange(await unpacked(file, this.budget));
    const handle = await open(file, 'r');
    this.handles.push(handle);
    const { size } = await handle.stat();
    return {
      length: size,
      read: (offset, length) => readAt(handle, offset, Math.min(length, Math.max(0, size - offset))),
    };
  }

  /** Closes all of them. */
  async close(): Promise<void> {
    for (const handle of this.handles.splice(0)) await handle.close();
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new Error('the file has become shorter');
    filled += bytesRead;
  }
  return bytes;
}

async function unpacked(file: string, budget: number): Promise<Buffer> {
  await stat(file);
  const pieces: Buffer[] = [];
  let length = 0;
  const stream = createReadStream(file).pipe(createGunzip());
  try {
    for await (const piece of stream) {
      const bytes: Buffer = piece;
      length += bytes.length;
      if (length > budget) break;
      pieces.push(bytes);
    }
  } catch (error) {
    throw new DatasetError(
      'dataset.format',
      `"${file}" cannot be unpacked (${error instanceof Error ? error.message : error}); it is damaged or no gzip file.`,
    );
  }
  if (length > budget)
    throw new DatasetError(
      'dataset.memory',
      `"${file}" needs more than the memory budget of ${Math.round(budget / 2 ** 20)} MB when unpacked. Unpack it first (gunzip), then it is read batch by batch, or raise the budget (--memory-budget).`,
    );
  return Buffer.concat(pieces);
}
