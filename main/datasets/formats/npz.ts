import { openPromise } from 'yauzl';
import { DatasetError } from '../dataset-error.ts';
import { memoryRange } from './byte-range.ts';
import { readNpy } from './npy.ts';
import type { NumberArray } from './number-array.ts';

/** More arrays than this are no data set. */
const MOST_ENTRIES = 10_000;

/**
 * Reads the arrays of a NumPy archive into memory.
 *
 * @param file its path
 * @param budget bytes that all arrays together may take
 * @param wanted which names are needed; others are passed over unread
 * @throws DatasetError `dataset.memory` when they take more, `dataset.format`, `dataset.objects`
 */
export async function readNpz(
  file: string,
  budget: number,
  wanted: (name: string) => boolean,
): Promise<ReadonlyMap<string, NumberArray>> {
  const arrays = new Map<string, NumberArray>();
  let total = 0;
  for (const [name, bytes] of await entries(file, wanted, length => {
    total += length;
    if (total > budget)
      throw new DatasetError(
        'dataset.memory',
        `The arrays of "${file}" need more than the memory budget of ${Math.round(budget / 2 ** 20)} MB. Unpack it into a folder of .npy files, which are read batch by batch, or raise the budget (--memory-budget).`,
      );
  }))
    arrays.set(name, await readNpy(memoryRange(bytes), `${file}: ${name}`));
  return arrays;
}

async function entries(
  file: string,
  wanted: (name: string) => boolean,
  count: (bytes: number) => void,
): Promise<readonly (readonly [string, Buffer])[]> {
  const zip = await openPromise(file).catch(error => {
    throw damaged(file, error);
  });
  const found: (readonly [string, Buffer])[] = [];
  try {
    if (zip.entryCount > MOST_ENTRIES) throw damaged(file, `it has ${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      const name = /^([^/\\]+)\.npy$/.exec(entry.fileName)?.[1];
      if (name === undefined || !wanted(name)) continue;
      count(entry.uncompressedSize);
      const stream = await zip.openReadStreamPromise(entry);
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece as Buffer);
      found.push([name, Buffer.concat(pieces)]);
    }
  } catch (error) {
    throw error instanceof DatasetError ? error : damaged(file, error);
  } finally {
    zip.close();
  }
  return found;
}

function damaged(file: string, error: unknown): DatasetError {
  const why = error instanceof Error ? error.message : String(error);
  return new DatasetError('dataset.format', `"${file}" cannot be read as a NumPy archive (.npz): ${why}.`);
}
