import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MutatedFormat } from './mutated-formats-suite.ts';
import { mutate } from './mutations.ts';

/** What damaged files of a format did. */
export interface MutationResult {
  /** Files that were refused by a sentence, and those that were read nevertheless. */
  refused: number;
  read: number;
  /** What was thrown otherwise, with the seed that shows it. */
  readonly crashes: string[];
  /**
   * The longest time for one file, in milliseconds, and which file it was. Time of the processor (of all threads), so that other work on the
   * machine does not count.
   */
  slowest: number;
  slowestSeed: number;
}

/**
 * Reads damaged files, weights included. Every so often the whole file is read in between, to see that nothing broke for good.
 *
 * @param format what to damage
 * @param seeds first seed and number of files
 * @param folder an empty folder
 * @param begin called when the whole file was read once, before the first damaged one
 */
export async function readMutations(
  format: MutatedFormat,
  seeds: { readonly from: number; readonly count: number },
  folder: string,
  begin: () => void = () => {},
): Promise<MutationResult> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(format.beside)) await writeFile(path.join(folder, name), bytes);
  const result: MutationResult = { refused: 0, read: 0, crashes: [], slowest: 0, slowestSeed: 0 };
  const file = path.join(folder, format.name);
  const { samples } = format;
  const readWhole = async (when: string) => {
    for (const [i, { bytes, isHostile = false }] of samples.entries()) {
      await writeFile(file, bytes);
      const error = await failureOf(format, file);
      if ((error !== null) !== isHostile)
        result.crashes.push(`${when} the whole file ${i} is ${isHostile ? 'read' : `refused: ${error}`}`);
    }
  };
  await readWhole('before');
  begin();
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed++) {
    await writeFile(file, mutate(samples[seed % samples.length]?.bytes ?? new Uint8Array(), seed));
    const started = process.cpuUsage();
    const error = await failureOf(format, file);
    const { user, system } = process.cpuUsage(started);
    const taken = (user + system) / 1000;
    if (taken > result.slowest) Object.assign(result, { slowest: taken, slowestSeed: seed });
    if (error === null) result.read += 1;
    else if (format.isRefusal(error) && error instanceof Error && /[.!?]$/.test(error.message))
      result.refused += 1;
    else result.crashes.push(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
  }
  await readWhole('after');
  return result;
}

async function failureOf(format: MutatedFormat, file: string): Promise<unknown> {
  try {
    await format.read(file);
    return null;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}
