import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArraysReport } from '../../shared/contract/data.ts';
import { DATA_DEFAULTS } from '../../shared/document/data-settings.ts';
import { FigureCount, overall } from '../../shared/training/scaling.ts';
import { arrayRoles } from './array-names.ts';
import { DatasetError } from './dataset-error.ts';
import { DataFiles } from './formats/byte-range.ts';
import { numpyName } from './formats/element-type.ts';
import { readNpy } from './formats/npy.ts';
import { openNpz } from './formats/npz.ts';
import { type NumberArray, readRows } from './formats/number-array.ts';
import { sizeOf } from './sample-source.ts';

/** Numbers that are looked at at once. */
const CHUNK = 1 << 20;

/**
 * Describes NumPy arrays by themselves, where neither a network nor their names (x and y, images and labels) say which are samples and
 * which targets.
 *
 * @param place absolute path of an archive (.npz) or of a folder of .npy files
 * @returns null for other data, and where the names do say it
 * @throws DatasetError `dataset.format` for an archive that cannot be read
 */
export async function describeArrays(place: string): Promise<ArraysReport | null> {
  const budget = DATA_DEFAULTS.memoryBudget * 2 ** 20;
  const files = new DataFiles(budget);
  try {
    const opened = await listArrays(place, budget, files);
    if (!opened || opened.names.length === 0 || sayWhatServes(opened.names, place)) return null;
    const arrays: ArraysReport['arrays'] = [];
    for (const name of opened.names) arrays.push(await described(name, () => opened.read(name)));
    return { kind: opened.kind, name: place, arrays };
  } finally {
    await files.close();
  }
}

interface ListedArrays {
  readonly kind: ArraysReport['kind'];
  readonly names: readonly string[];
  read(name: string): Promise<NumberArray | undefined>;
}

async function listArrays(place: string, budget: number, files: DataFiles): Promise<ListedArrays | null> {
  const found = await stat(place).catch(() => null);
  if (found?.isDirectory()) {
    const names = (await readdir(place)).filter(name => /\.npy$/i.test(name)).sort();
    const byName = new Map(names.map(file => [file.slice(0, -'.npy'.length), path.join(place, file)]));
    return {
      kind: 'npy',
      names: [...byName.keys()],
      read: async name => readNpy(await files.open(byName.get(name) ?? ''), byName.get(name) ?? name),
    };
  }
  if (!found || !/\.npz$/i.test(place)) return null;
  let names: readonly string[] = [];
  await openNpz(place, budget, files, all => {
    names = all;
    return new Set();
  });
  return {
    kind: 'npz',
    names,
    read: async name => (await openNpz(place, budget, files, () => new Set([name]))).get(name),
  };
}

function sayWhatServes(names: readonly string[], place: string): boolean {
  try {
    arrayRoles(names, place, { settings: {}, network: { inputs: [], outputs: [] }, budget: 0 });
    return true;
  } catch (error) {
    if (error instanceof DatasetError) return false;
    throw error;
  }
}

async function described(
  name: string,
  read: () => Promise<NumberArray | undefined>,
): Promise<ArraysReport['arrays'][number]> {
  try {
    const array = await read();
    if (!array) throw new DatasetError('dataset.format', `"${name}" is there no longer.`);
    const { missing, range } = await figuresOf(array);
    const shape = [...array.shape];
    return { name, shape, type: numpyName(array.type), range, missing, refusal: null };
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    const refusal = { code: error.code, message: error.message };
    return { name, shape: [], type: null, range: null, missing: 0, refusal };
  }
}

/** Smallest and largest number, read piece by piece. */
async function figuresOf(array: NumberArray) {
  const count = new FigureCount(1);
  // A single number has no rows.
  const rows: NumberArray = array.shape.length === 0 ? { ...array, shape: [1] } : array;
  const [samples = 0, ...sample] = rows.shape;
  const size = sizeOf(sample);
  const step = Math.max(1, Math.floor(CHUNK / Math.max(1, size)));
  for (let begin = 0; begin < samples; begin += step) {
    const indices = Int32Array.from({ length: Math.min(step, samples - begin) }, (_, i) => begin + i);
    const numbers = new Float32Array(indices.length * size);
    await readRows(rows, indices, numbers);
    count.add(numbers);
  }
  const { min, max } = overall(count.figures());
  return {
    missing: count.missingCount,
    range: samples * size > count.missingCount ? { min, max } : null,
  };
}
