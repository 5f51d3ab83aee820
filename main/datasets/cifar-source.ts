import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { arraySource, type Piece } from './array-source.ts';
import { DatasetError } from './dataset-error.ts';
import type { DataFiles } from './formats/byte-range.ts';
import { readRecords } from './formats/number-array.ts';
import { partNamed } from './part-names.ts';
import type { SampleSource, SourceRequest } from './sample-source.ts';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const PIXELS = 3 * PLANE;

/** The two forms: bytes before the pixels, which of them is the label, the file of names. Source: cs.toronto.edu/~kriz/cifar.html. */
const FORMS = [
  { title: 'CIFAR-10', before: 1, label: 0, classes: 10, names: 'batches.meta.txt' },
  { title: 'CIFAR-100', before: 2, label: 1, classes: 100, names: 'fine_label_names.txt' },
] as const;

/** The names of CIFAR's binary files. */
export const CIFAR_NAME = /^(data_batch_\d+|test_batch|train|test)\.bin$/i;

/**
 * Opens CIFAR-10 or CIFAR-100 in the binary version: the folder, or one file.
 *
 * @param place folder or .bin file
 * @throws DatasetError `dataset.format` when a file's length is no multiple of a record's
 */
export async function openCifar(
  place: string,
  request: SourceRequest,
  files: DataFiles,
): Promise<SampleSource> {
  const isFile = /\.bin$/i.test(place);
  const folder = isFile ? path.dirname(place) : place;
  const inside = await readdir(folder);
  const names = isFile ? [path.basename(place)] : inside.filter(name => CIFAR_NAME.test(name)).sort();
  const lengths = await Promise.all(names.map(async name => (await stat(path.join(folder, name))).size));
  const form = FORMS.find(({ before }) => lengths.every(length => length % (before + PIXELS) === 0));
  if (!form)
    throw new DatasetError(
      'dataset.format',
      `"${place}" is not CIFAR's binary form: its files must hold records of 3,073 bytes (CIFAR-10) or 3,074 bytes (CIFAR-100).`,
    );
  const pieces = await Promise.all(names.map(name => pieceIn(path.join(folder, name), form, files)));
  const words = inside.includes(form.names) ? await readFile(path.join(folder, form.names), 'utf8') : '';
  const classes = words.split(/\s+/).filter(word => word !== '');
  return arraySource(
    {
      kind: 'cifar',
      path: place,
      description: `${form.title}, binary version: ${names.join(', ')}.`,
      pieces,
      inputs: [{ name: null, shape: [SIDE, SIDE, 3], areBytes: true }],
      targets: [
        {
          name: null,
          shape: [],
          areWhole: true,
          classNames:
            classes.length === form.classes
              ? classes
              : Array.from({ length: form.classes }, (_, i) => String(i)),
        },
      ],
      target: null,
    },
    request,
  );
}

async function pieceIn(file: string, form: (typeof FORMS)[number], files: DataFiles): Promise<Piece> {
  const bytes = await files.open(file);
  const length = form.before + PIXELS;
  const count = bytes.length / length;
  const targets = new Float32Array(count);
  const all = Int32Array.from({ length: count }, (_, i) => i);
  await readRecords(bytes, 0, length, all, (record, place) => {
    targets[place] = record[form.label] ?? 0;
  });
  return {
    part: partNamed(path.basename(file)) ?? 'train',
    count,
    targets: [targets],
    async read(indices, [into], first) {
      if (into)
        await readRecords(bytes, 0, length, indices, (record, place) =>
          interleave(record.subarray(form.before), into, (first + place) * PIXELS),
        );
    },
  };
}

/** From planes of red, green and blue to pixels. */
function interleave(planes: Buffer, into: Float32Array, at: number): void {
  for (let pixel = 0; pixel < PLANE; pixel++)
    for (let channel = 0; channel < 3; channel++)
      into[at + pixel * 3 + channel] = planes[channel * PLANE + pixel] ?? 0;
}
