import { createHash } from 'node:crypto';
import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import { type MemoryDataset, memoryDataset } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { loadMnist } from './mnist.ts';
import { parcels } from './parcels.ts';
import { spirals, truthTable } from './points.ts';
import { segmentation } from './segmentation.ts';
import { spectra } from './spectra.ts';

/** By input and by target, samples × elements. */
type Arrays = { readonly inputs: readonly Float32Array[]; readonly targets: readonly Float32Array[] };

/** A maker of data with one input and one target. */
type SoleMaker = () => Sole | Promise<Sole>;
type Sole = { readonly inputs: Float32Array; readonly targets: Float32Array };

const sole = (make: SoleMaker) => async (): Promise<Arrays> => {
  const { inputs, targets } = await make();
  return { inputs: [inputs], targets: [targets] };
};

const MAKERS: Readonly<Record<string, () => Arrays | Promise<Arrays>>> = {
  mnist: sole(loadMnist),
  xor: sole(() => truthTable((a, b) => a ^ b)),
  and: sole(() => truthTable((a, b) => a & b)),
  or: sole(() => truthTable((a, b) => a | b)),
  spirals: sole(spirals),
  spectra: sole(spectra),
  segmentation: sole(segmentation),
  parcels,
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
  const { inputs, targets } = arrays;
  for (const { buffer } of [...inputs, ...targets]) hash.update(new Uint8Array(buffer));
  return memoryDataset(info, inputs, targets, `sha256:${hash.digest('hex')}`);
}
