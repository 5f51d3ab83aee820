import { readdir, stat } from 'node:fs/promises';
import { CIFAR_NAME, openCifar } from './cifar-source.ts';
import { DatasetError } from './dataset-error.ts';
import { DataFiles } from './formats/byte-range.ts';
import { IDX_NAME, openIdxSource } from './idx-source.ts';
import { openImageFolder } from './image-folder.ts';
import { openNumpy } from './numpy-source.ts';
import type { OpenSource, SampleSource, SourceRequest } from './sample-source.ts';
import { openTable } from './table.ts';

const FORMS =
  'a folder with a folder of pictures per class, a table (.csv, .tsv), MNIST’s IDX files, CIFAR’s .bin files, or NumPy arrays (.npy, .npz)';

/**
 * Opens data on disk, whatever their form.
 *
 * @param place absolute path of a file or folder
 * @throws DatasetError `dataset.unknown` when nothing is there, `dataset.format` when it is nothing known
 */
export async function openSource(place: string, request: SourceRequest): Promise<OpenSource> {
  const found = await stat(place).catch(() => null);
  if (!found)
    throw new DatasetError(
      'dataset.unknown',
      `There is no file or folder "${place}". Was it moved, or is a disk not connected?`,
    );
  const open = await opener(place, found.isDirectory());
  const files = new DataFiles(request.budget);
  try {
    return { ...(await open(place, request, files)), close: () => files.close() };
  } catch (error) {
    await files.close();
    throw error;
  }
}

type Opener = (place: string, request: SourceRequest, files: DataFiles) => Promise<SampleSource>;

async function opener(place: string, isFolder: boolean): Promise<Opener> {
  if (isFolder) {
    const names = await readdir(place);
    if (names.some(name => /\.npy$/i.test(name))) return openNumpy;
    if (names.some(name => IDX_NAME.test(name))) return openIdxSource;
    if (names.some(name => CIFAR_NAME.test(name))) return openCifar;
    return openImageFolder;
  }
  if (/\.(csv|tsv|tab|txt|data)$/i.test(place)) return openTable;
  if (/\.np[yz]$/i.test(place)) return openNumpy;
  if (/\.bin$/i.test(place)) return openCifar;
  if (IDX_NAME.test(place)) return openIdxSource;
  throw new DatasetError('dataset.format', `"${place}" is no data that Netloom reads: ${FORMS}.`);
}
