import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { arrayPieces, arraySource } from './array-source.ts';
import { DatasetError } from './dataset-error.ts';
import type { DataFiles } from './formats/byte-range.ts';
import { readIdx } from './formats/idx.ts';
import { partNamed } from './part-names.ts';
import type { SampleSource, SourceRequest } from './sample-source.ts';

/** The names of IDX files, packed or not. */
export const IDX_NAME = /([-.]idx\d-ubyte|\.idx\d?)(\.gz)?$/i;

/**
 * Opens MNIST's files: a folder with images and labels, for training and test where both are there, or one file of images with
 * its labels beside it.
 *
 * @param place folder or file of images
 * @throws DatasetError `dataset.target` when the labels are missing
 */
export async function openIdxSource(
  place: string,
  request: SourceRequest,
  files: DataFiles,
): Promise<SampleSource> {
  const open = async (file: string) => readIdx(await files.open(file), file);
  const isFile = IDX_NAME.test(place);
  const folder = isFile ? path.dirname(place) : place;
  const names = (await readdir(folder)).filter(name => IDX_NAME.test(name)).sort();
  const images = isFile ? [path.basename(place)] : names.filter(name => !/label/i.test(name));
  const pairs = [];
  const seen = new Set<string>();
  for (const name of images) {
    const plain = name.replace(/\.gz$/i, '');
    if (seen.has(plain)) continue;
    seen.add(plain);
    const labels = labelsName(plain);
    const found = names.find(other => other.replace(/\.gz$/i, '') === labels);
    if (found === undefined || found === name)
      throw new DatasetError(
        'dataset.target',
        `The labels of "${name}" are missing: "${labels}" or "${labels}.gz" is expected in ${folder}.`,
      );
    pairs.push({
      part: partNamed(name),
      inputs: [{ title: name, array: await open(path.join(folder, name)) }],
      targets: [{ title: found, array: await open(path.join(folder, found)) }],
    });
  }
  if (pairs.length === 0)
    throw new DatasetError('dataset.empty', `"${place}" holds no IDX file with samples beside the labels.`);
  return arraySource(
    {
      kind: 'idx',
      path: place,
      description: `IDX files: ${pairs.flatMap(({ inputs }) => inputs.map(({ title }) => title)).join(', ')}.`,
      ...(await arrayPieces(pairs, { inputs: [null], targets: [null] })),
      target: null,
    },
    request,
  );
}

/** train-images-idx3-ubyte has train-labels-idx1-ubyte beside it. */
function labelsName(images: string): string {
  return images.replace(/images?/i, 'labels').replace(/idx\d/i, 'idx1');
}
