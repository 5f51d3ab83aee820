import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { DatasetError } from '../dataset-error.ts';
import { type ByteRange, type DataFiles, memoryRange, rangeWithin } from './byte-range.ts';
import { readNpy } from './npy.ts';
import type { NumberArray } from './number-array.ts';

/** More arrays than this are no data set. */
const MOST_ENTRIES = 10_000;

/**
 * Opens the arrays of a NumPy archive. Those that were saved uncompressed (np.savez) are read from the file row by row when they are
 * needed; compressed ones are unpacked into memory.
 *
 * @param file its path
 * @param budget bytes that all unpacked arrays together may take
 * @param files holds the archive open
 * @param choose is told the names of all arrays and answers those that are needed; others are passed over unread
 * @throws DatasetError `dataset.memory` when they take more, `dataset.format`, `dataset.objects`
 */
export async function openNpz(
  file: string,
  budget: number,
  files: DataFiles,
  choose: (names: readonly string[]) => ReadonlySet<string>,
): Promise<ReadonlyMap<string, NumberArray>> {
  // It would else close itself behind the last name.
  const zip = await openPromise(file, { autoClose: false }).catch(error => {
    throw damaged(file, error);
  });
  try {
    if (zip.entryCount > MOST_ENTRIES) throw damaged(file, `it has ${zip.entryCount} entries`);
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      const name = /^([^/\\]+)\.npy$/.exec(entry.fileName)?.[1];
      if (name !== undefined) entries.set(name, entry);
    }
    const wanted = choose([...entries.keys()]);
    const bytes = await files.open(file);
    const arrays = new Map<string, NumberArray>();
    let total = 0;
    for (const [name, entry] of entries) {
      if (!wanted.has(name)) continue;
      if (isPacked(entry)) total += entry.uncompressedSize;
      if (total > budget)
        throw new DatasetError(
          'dataset.memory',
          `The arrays of "${file}" need more than the memory budget of ${Math.round(budget / 2 ** 20)} MB when unpacked. Save them uncompressed (np.savez instead of np.savez_compressed), then they are read batch by batch, or raise the budget (--memory-budget).`,
        );
      arrays.set(name, await readNpy(await contentOf(zip, entry, bytes), `${file}: ${name}`));
    }
    return arrays;
  } catch (error) {
    throw error instanceof DatasetError ? error : damaged(file, error);
  } finally {
    zip.close();
  }
}

function isPacked(entry: Entry): boolean {
  return entry.compressionMethod !== 0 || entry.isEncrypted();
}

async function contentOf(zip: ZipFile, entry: Entry, bytes: ByteRange): Promise<ByteRange> {
  if (!isPacked(entry)) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return rangeWithin(bytes, fileDataStart, entry.uncompressedSize);
  }
  const stream = await zip.openReadStreamPromise(entry);
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return memoryRange(Buffer.concat(pieces));
}

function damaged(file: string, error: unknown): DatasetError {
  const why = error instanceof Error ? error.message : String(error);
  return new DatasetError('dataset.format', `"${file}" cannot be read as a NumPy archive (.npz): ${why}.`);
}
