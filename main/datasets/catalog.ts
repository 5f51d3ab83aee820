import { createHash } from 'node:crypto';
import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import { type MemoryDataset, memoryDataset } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { loadMnist } from './mnist.ts';
import { spirals, truthTable } from './points.ts';
import { segmentation } from './segmentation.ts';
import { spectra } from './spectra.ts';

type Arrays = { readonly inputs: Float32Array; readonly targets: Float32Array };

const MAKERS: Readonly<Record<string, () => Arrays | Promise<Arrays>>> = {
  mnist: loadMnist,
  xor: () => truthTable((a, b) => a ^ b),
  and: () => truthTable((a, b) => a & b),
  or: () => truthTable((a, b) => a | b),
  spirals,
  spectra,
  segmentation,
};

const loaded = new Map<string, Promise<MemoryDataset>>();

/**
 * What is known of a data set without loading it.
 *
 * @throws DatasetError with the list of names when there is none of that name
 */
export function datasetInfo(name: string): DatasetInfo {
  const info = DATASETS.find(dataset => dataset.name === name);
  if (info) return info;
  const names = DATASETS.map(dataset => dataset.name).join(', ');
  throw new DatasetError('dataset.unknown', `There is no data set "${name}"; there are ${names}.`);
}

/** Loads or generates a data set; a process keeps it. */
export function loadDataset(name: string): Promise<MemoryDataset> {
  const info = datasetInfo(name);
  let dataset = loaded.get(name);
  if (!dataset) {
    dataset = make(info);
    loaded.set(name, dataset);
    dataset.catch(() => loaded.delete(name));
  }
  return dataset;
}

async function make(info: DatasetInfo): Promise<MemoryDataset> {
  const arrays = await MAKERS[info.name]?.();
  if (!arrays) throw new DatasetError('dataset.unknown', `The data set "${info.name}" has no maker.`);
  const hash = createHash('sha256');
  hash.update(new Uint8Array(arrays.inputs.buffer)).update(new Uint8Array(arrays.targets.buffer));
  return memoryDataset(info, [arrays.inputs], [arrays.targets], `sha256:${hash.digest('hex')}`);
}
