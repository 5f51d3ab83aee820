import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { SplitIndices } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { decodePicture, PICTURE_NAME, type PictureForm, pictureForm, reasonOf } from './formats/picture.ts';
import { partNamed, partsOf } from './part-names.ts';
import { extentsOf, type SampleSource, type SourceRequest, sizeOf, type Unread } from './sample-source.ts';

/** How many pictures are looked at to tell the common size. */
const LOOKED_AT = 40;
/** Pictures that are decoded at the same time. */
const AT_ONCE = 16;

interface ClassFolder {
  readonly part: keyof SplitIndices | null;
  readonly name: string;
  readonly files: readonly string[];
}

/**
 * Opens a folder with a folder of pictures per class, or with folders for training, validation and test that have these.
 *
 * @param folder its path
 * @throws DatasetError when it holds no pictures, or classes that training lacks
 */
export async function openImageFolder(folder: string, request: SourceRequest): Promise<SampleSource> {
  const classes = await classFolders(folder);
  const names = [...new Set(classes.map(({ name }) => name))].sort();
  const files = classes.flatMap(({ name, files: inside }) => inside.map(file => ({ file, name })));
  if (files.length === 0)
    throw new DatasetError(
      'dataset.empty',
      `"${folder}" has no folders with pictures. Put the pictures of each class (PNG, JPEG, WebP, BMP) into a folder of its own, named after the class.`,
    );
  const isDivided = classes.some(({ part }) => part !== null);
  const form = await wantedForm(
    files.map(({ file }) => file),
    request,
  );
  const shape = [form.height, form.width, form.channels];
  const size = sizeOf(shape);
  return {
    kind: 'image-folder',
    path: folder,
    description: `Folder of pictures in ${names.length} classes${isDivided ? ', divided by folders' : ''}, brought to ${form.height} × ${form.width} × ${form.channels}.`,
    count: files.length,
    inputs: [{ name: null, shape, areBytes: true }],
    targets: [
      {
        name: null,
        kind: 'classes',
        labels: Int32Array.from(files, ({ name }) => names.indexOf(name)),
        names,
        areNamed: true,
      },
    ],
    parts: isDivided
      ? partsOf(classes.map(({ part, files: inside }) => ({ part: part ?? 'train', count: inside.length })))
      : null,
    columns: null,
    target: null,
    broken: [],
    nameOf: index => path.relative(folder, files[index]?.file ?? ''),
    async read(indices, [into]) {
      const unread: Unread[] = [];
      await eachOf(indices.length, async place => {
        try {
          const file = files[indices[place] ?? 0]?.file ?? '';
          into?.set(await decodePicture(file, form), place * size);
        } catch (error) {
          unread.push({ place, reason: reasonOf(error) });
        }
      });
      return unread.sort((a, b) => a.place - b.place);
    },
  };
}

/** Does something for 0 to count - 1, several at a time. */
async function eachOf(count: number, work: (place: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lane));
}

async function classFolders(folder: string): Promise<readonly ClassFolder[]> {
  const inside = await foldersIn(folder);
  const parts = inside.map(partNamed);
  if (!parts.includes('train') || parts.includes(null)) return classesIn(folder, null);
  const found = await Promise.all(
    inside.map(name => classesIn(path.join(folder, name), partNamed(name) ?? 'train')),
  );
  const known = new Set(found.flat().flatMap(({ part, name }) => (part === 'train' ? name : [])));
  const stranger = found.flat().find(({ name, files }) => files.length > 0 && !known.has(name));
  if (stranger && known.size > 0)
    throw new DatasetError(
      'dataset.labels',
      `The class "${stranger.name}" has pictures for ${stranger.part}, but none for training. Add a folder "${stranger.name}" to the training pictures or remove it.`,
    );
  return found.flat();
}

async function classesIn(folder: string, part: ClassFolder['part']): Promise<readonly ClassFolder[]> {
  const names = await foldersIn(folder);
  const all = await Promise.all(
    names.map(async name => ({ part, name, files: await picturesIn(path.join(folder, name)) })),
  );
  return all.filter(({ files }) => files.length > 0);
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => entry.name)
    .sort();
}

async function picturesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter(entry => entry.isFile() && PICTURE_NAME.test(entry.name) && !entry.name.startsWith('.'))
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort();
}

/** The form that pictures get: as set, else what the network takes, else what is most common. */
async function wantedForm(
  files: readonly string[],
  { settings, network }: SourceRequest,
): Promise<PictureForm> {
  const input = extentsOf(network.inputs, null);
  const [height, width, channels] = input?.length === 3 ? input : [null, null, null];
  const known = {
    height: settings.imageSize?.[0] ?? height ?? null,
    width: settings.imageSize?.[1] ?? width ?? null,
    channels: settings.channels ?? (channels === 1 || channels === 3 || channels === 4 ? channels : null),
  };
  if (known.height !== null && known.width !== null && known.channels !== null)
    return { height: known.height, width: known.width, channels: known.channels };
  const step = Math.max(1, Math.floor(files.length / LOOKED_AT));
  const looked = await Promise.all(
    files
      .filter((_, i) => i % step === 0)
      .slice(0, LOOKED_AT)
      .map(file => pictureForm(file).catch(() => null)),
  );
  const forms = looked.filter(form => form !== null);
  const common = mostCommon(forms.map(form => `${form.height} ${form.width}`));
  const [commonHeight = 64, commonWidth = 64] = common === null ? [] : common.split(' ').map(Number);
  const ownChannels = forms.every(form => form.channels === 1) ? 1 : 3;
  return {
    height: known.height ?? commonHeight,
    width: known.width ?? commonWidth,
    channels: known.channels ?? ownChannels,
  };
}

function mostCommon(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
