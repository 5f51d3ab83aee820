import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type ArrayRoles, arrayRoles, type NamedPart } from './array-names.ts';
import { arrayPieces, arraySource, type Piece } from './array-source.ts';
import { DatasetError } from './dataset-error.ts';
import type { DataFiles } from './formats/byte-range.ts';
import { isWhole } from './formats/element-type.ts';
import { readNpy } from './formats/npy.ts';
import { openNpz } from './formats/npz.ts';
import { type NumberArray, readAll } from './formats/number-array.ts';
import { type SampleSource, type SourceRequest, sizeOf } from './sample-source.ts';

/**
 * Opens NumPy arrays: an archive (.npz), a folder of .npy files, or one .npy file that is a table of numbers. Which array is which is told
 * by their names (main/datasets/array-names.ts).
 *
 * @param place archive, folder or file
 * @throws DatasetError `dataset.target` and `dataset.missing` when arrays lack, `dataset.objects`, `dataset.format`, `dataset.memory`
 */
export async function openNumpy(
  place: string,
  request: SourceRequest,
  files: DataFiles,
): Promise<SampleSource> {
  const open = async (file: string) => readNpy(await files.open(file), file);
  if (/\.npy$/i.test(place)) return tableSource(place, await open(place), request);
  const isArchive = /\.npz$/i.test(place);
  const { roles, arrays } = isArchive
    ? await openArchive(place, request, files)
    : await openFolder(place, request, open);
  const titled = (title: string) => {
    const array = arrays.get(title);
    if (!array) throw new DatasetError('dataset.format', `"${place}" holds "${title}" no longer.`);
    return { title, array };
  };
  const parts = roles.parts.map(({ part, inputs, targets }) => ({
    part,
    inputs: inputs.map(titled),
    targets: targets.map(titled),
  }));
  const { unused } = roles;
  const [target, ...others] = roles.parts[0]?.targets ?? [];
  return arraySource(
    {
      kind: isArchive ? 'npz' : 'npy',
      path: place,
      description: wordsOf(roles.parts),
      ...(await arrayPieces(parts, roles)),
      // Of several targets none was chosen.
      target:
        target === undefined || others.length > 0
          ? null
          : { name: target, guessed: request.settings.target === undefined },
      ...(unused.length > 0 && { unused }),
    },
    request,
  );
}

function wordsOf([first, ...others]: readonly NamedPart[]): string {
  const arrays = `NumPy arrays: ${first?.inputs.join(', ')} with ${first?.targets.join(', ') || 'no targets'}`;
  const parts = others.map(({ part }) => part ?? 'more');
  return parts.length === 0 ? `${arrays}.` : `${arrays}; the same for ${parts.join(' and ')}.`;
}

interface OpenArrays {
  readonly roles: ArrayRoles;
  readonly arrays: ReadonlyMap<string, NumberArray>;
}

const namesOf = ({ parts }: ArrayRoles) =>
  new Set(parts.flatMap(({ inputs, targets }) => [...inputs, ...targets]));

async function openArchive(place: string, request: SourceRequest, files: DataFiles): Promise<OpenArrays> {
  let roles: ArrayRoles = { inputs: [], targets: [], parts: [], unused: [] };
  const arrays = await openNpz(place, request.budget, files, names => {
    roles = arrayRoles(names, place, request);
    return namesOf(roles);
  });
  return { roles, arrays };
}

async function openFolder(
  folder: string,
  request: SourceRequest,
  open: (file: string) => Promise<NumberArray>,
): Promise<OpenArrays> {
  const files = (await readdir(folder)).filter(file => /\.npy$/i.test(file)).sort();
  const byName = new Map(files.map(file => [file.slice(0, -'.npy'.length), file] as const));
  const roles = arrayRoles([...byName.keys()], folder, request);
  const arrays = new Map<string, NumberArray>();
  for (const name of namesOf(roles)) arrays.set(name, await open(path.join(folder, byName.get(name) ?? '')));
  return { roles, arrays };
}

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
    targets: [Float32Array.from({ length: count }, (_, row) => all[row * width + column] ?? Number.NaN)],
    read(indices, [into], first) {
      if (!into) return Promise.resolve();
      for (let place = 0; place < indices.length; place++) {
        const begin = (indices[place] ?? 0) * width;
        let to = (first + place) * (width - 1);
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
      inputs: [{ name: null, shape: [width - 1], areBytes: false }],
      targets: [{ name: null, shape: [], areWhole: isWhole(array.type) }],
      target: { name: String(column), guessed: wanted === undefined },
    },
    request,
  );
}
