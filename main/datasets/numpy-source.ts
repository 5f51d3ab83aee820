import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { arraySource, formOf, type Piece, pieceOf } from './array-source.ts';
import { DatasetError } from './dataset-error.ts';
import type { DataFiles } from './formats/byte-range.ts';
import { isWhole } from './formats/element-type.ts';
import { readNpy } from './formats/npy.ts';
import { readNpz } from './formats/npz.ts';
import { type NumberArray, readAll } from './formats/number-array.ts';
import { partNamed } from './part-names.ts';
import { type SampleSource, type SourceRequest, sizeOf } from './sample-source.ts';

const SAMPLE_NAMES = /^(x|images?|data|inputs?|features|samples|arr_?0)$/;
const TARGET_NAMES = /^(y|labels?|targets?|class(es)?|outputs?|arr_?1|masks?)$/;

/**
 * Opens NumPy arrays: an archive (.npz), a folder of .npy files, or one .npy file that is a table of numbers. Samples and targets
 * are told by their names: x and y, images and labels, x_train and y_train, ...
 *
 * @param place archive, folder or file
 * @throws DatasetError `dataset.target` when no pair is found, `dataset.objects`, `dataset.format`, `dataset.memory`
 */
export async function openNumpy(
  place: string,
  request: SourceRequest,
  files: DataFiles,
): Promise<SampleSource> {
  const open = async (file: string) => readNpy(await files.open(file), file);
  if (/\.npy$/i.test(place)) return tableSource(place, await open(place), request);
  const isArchive = /\.npz$/i.test(place);
  const wanted = request.settings.target;
  const isNeeded = (name: string) => roleOf(name, wanted) !== null;
  const seen: string[] = [];
  const arrays = isArchive
    ? await readNpz(place, request.budget, name => {
        seen.push(name);
        return isNeeded(name);
      })
    : await openFolder(place, open, isNeeded, seen);
  const pairs = pairsOf(arrays, wanted);
  if (pairs.length === 0)
    throw new DatasetError(
      'dataset.target',
      `"${place}" has no samples with targets. Name its arrays x and y, images and labels, or x_train, y_train, x_test, y_test, or choose the targets with --target; found: ${seen.map(name => `"${name}"`).join(', ') || 'none'}.`,
    );
  const pieces = await Promise.all(
    pairs.map(({ part, samples, targets, name }) => pieceOf(part, samples, targets, name)),
  );
  const [first] = pairs;
  return arraySource(
    {
      kind: isArchive ? 'npz' : 'npy',
      path: place,
      description: `NumPy arrays: ${pairs.map(({ name, targetName }) => `${name} with ${targetName}`).join(', ')}.`,
      pieces,
      ...formOf(pairs),
      target: { name: first?.targetName ?? '', guessed: wanted === undefined },
    },
    request,
  );
}

async function openFolder(
  folder: string,
  open: (file: string) => Promise<NumberArray>,
  isNeeded: (name: string) => boolean,
  seen: string[],
): Promise<ReadonlyMap<string, NumberArray>> {
  const arrays = new Map<string, NumberArray>();
  for (const file of (await readdir(folder)).sort()) {
    const name = /^(.+)\.npy$/i.exec(file)?.[1];
    if (name === undefined) continue;
    seen.push(name);
    if (isNeeded(name)) arrays.set(name, await open(path.join(folder, file)));
  }
  return arrays;
}

/** A name without the part that it speaks of: x_train is x. */
function coreName(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|[^a-z])(training|train|validation|valid|val|dev|testing|test)(?=$|[^a-z])/, '$1')
    .replace(/^[_\-. ]+|[_\-. ]+$/g, '');
}

function roleOf(name: string, target: string | undefined): 'samples' | 'targets' | null {
  if (target !== undefined && (name === target || coreName(name) === coreName(target))) return 'targets';
  const core = coreName(name);
  if (SAMPLE_NAMES.test(core)) return 'samples';
  return target === undefined && TARGET_NAMES.test(core) ? 'targets' : null;
}

function pairsOf(arrays: ReadonlyMap<string, NumberArray>, target: string | undefined) {
  const entries = [...arrays].map(([name, array]) => ({
    name,
    array,
    part: partNamed(name),
    role: roleOf(name, target),
  }));
  const targets = entries.filter(({ role }) => role === 'targets');
  return entries
    .filter(({ role }) => role === 'samples')
    .flatMap(({ name, array, part }) => {
      const found = targets.find(entry => entry.part === part);
      return found ? [{ part, samples: array, targets: found.array, name, targetName: found.name }] : [];
    })
    .sort((a, b) => order(a.part) - order(b.part));
}

const order = (part: Piece['part']) => ['train', 'validation', 'test'].indexOf(part ?? 'train');

/** One table of numbers: a column is the target, the last one unless another is chosen. */
async function tableSource(file: string, array: NumberArray, request: SourceRequest): Promise<SampleSource> {
  const [count = 0, width = 0] = array.shape;
  const wanted = request.settings.target;
  if (array.shape.length !== 2 || width < 2)
    throw new DatasetError(
      'dataset.target',
      `"${file}" holds ${array.shape.join(' × ') || 'one'} numbers without targets. Put x.npy and y.npy into a folder and choose the folder, or save both with np.savez.`,
    );
  const column = wanted === undefined ? width - 1 : Number(wanted);
  if (!Number.isInteger(column) || column < 0 || column >= width)
    throw new DatasetError(
      'dataset.target',
      `"${file}" has the columns 0 to ${width - 1}; "${wanted}" is none of them. Choose one ("target" under Preparing, --target).`,
    );
  if (sizeOf(array.shape) * 4 > request.budget)
    throw new DatasetError(
      'dataset.memory',
      `"${file}" needs more than the memory budget of ${Math.round(request.budget / 2 ** 20)} MB. Save samples and targets as x.npy and y.npy in a folder, which is read batch by batch.`,
    );
  const all = await readAll(array);
  const piece: Piece = {
    part: null,
    count,
    targets: Float32Array.from({ length: count }, (_, row) => all[row * width + column] ?? Number.NaN),
    read(indices, into, at) {
      for (let place = 0; place < indices.length; place++) {
        const begin = (indices[place] ?? 0) * width;
        let to = at + place * (width - 1);
        for (let i = 0; i < width; i++) if (i !== column) into[to++] = all[begin + i] ?? 0;
      }
      return Promise.resolve();
    },
  };
  return arraySource(
    {
      kind: 'npy',
      path: file,
      description: `NumPy table of ${width} columns; column ${column} is the target${wanted === undefined ? ' (guessed)' : ''}.`,
      pieces: [piece],
      sampleShape: [width - 1],
      areBytes: false,
      targetShape: [],
      areTargetsWhole: isWhole(array.type),
      target: { name: String(column), guessed: wanted === undefined },
    },
    request,
  );
}
