import path from 'node:path';
import { DATA_DEFAULTS, type DataSettings, type Scaling } from '../../shared/document/data-settings.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import {
  applyScaling,
  FigureCount,
  type ScalingNumbers,
  scalingNumbers,
} from '../../shared/training/scaling.ts';
import { loadDataset } from './catalog.ts';
import { type Dataset, memoryDataset, type SplitIndices } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { DiskDataset, diskInfo } from './disk-dataset.ts';
import { openSource } from './open-source.ts';
import type { BrokenSample, SampleSource, SourceRequest } from './sample-source.ts';
import { refusalOf, scan } from './scan.ts';
import { type Fractions, splitDataset } from './split.ts';

/** Which data, and how a run takes them. */
export interface DataRequest {
  /** The name of a data set that comes along, or the absolute path of a file or folder. */
  readonly name: string;
  readonly settings: DataSettings;
  /** What the network takes and gives per sample; null where unknown. */
  readonly input: SourceRequest['input'];
  readonly output: SourceRequest['output'];
  readonly split: Fractions;
  readonly seed: number;
  /** The scaling of the run that the samples are for; left out: found from the training samples. */
  readonly scaling?: ScalingNumbers | undefined;
}

/** Data ready for training, or for a trained run. */
export interface PreparedData {
  readonly dataset: Dataset;
  readonly split: SplitIndices;
  readonly scaling: ScalingNumbers;
  /** Whether the samples are bytes, 0 to 255, before they are scaled. */
  readonly areBytes: boolean;
  /** What could not be read and was left out. */
  readonly skipped: readonly BrokenSample[];
  /** Closes files. */
  close(): Promise<void>;
}

/** Whether a name is that of a data set that comes along. */
export function isBuiltIn(name: string): boolean {
  return DATASETS.some(dataset => dataset.name === name);
}

/**
 * The name under which data are known everywhere: data sets that come along by their name, others by their absolute path.
 *
 * @param name as the user wrote it
 * @param from the folder from where a relative path counts
 */
export function dataName(name: string, from: string): string {
  return isBuiltIn(name) || name === '' ? name : path.resolve(from, name);
}

/** What the opener of a source needs of a request. */
export function sourceRequest({
  settings,
  input,
  output,
}: Omit<DataRequest, 'split' | 'seed'>): SourceRequest {
  const budget = (settings.memoryBudget ?? DATA_DEFAULTS.memoryBudget) * 2 ** 20;
  return { settings, input, output, budget };
}

/**
 * Whether data look like a place on the disk rather than a misspelt name.
 *
 * @throws DatasetError `dataset.unknown` with the names there are
 */
export function requirePlace(name: string): void {
  if (!path.isAbsolute(name))
    throw new DatasetError(
      'dataset.unknown',
      `There is no data set "${name}"; there are ${DATASETS.map(dataset => dataset.name).join(', ')}, and files and folders by their path.`,
    );
}

/**
 * Opens, checks, splits and scales data.
 *
 * @throws DatasetError when they are not there, cannot be read or cannot be trained on; each code says what
 */
export async function prepareDataset(request: DataRequest): Promise<PreparedData> {
  const { name, settings } = request;
  if (isBuiltIn(name)) return prepareBuiltIn(request);
  requirePlace(name);
  const opening = sourceRequest(request);
  const source = await openSource(name, opening);
  try {
    const found = await scan(source, opening.budget);
    const refusal = refusalOf(source, found, settings.skipBroken ?? DATA_DEFAULTS.skipBroken);
    if (refusal) throw refusal;
    const dataset = new DiskDataset(source, found, diskInfo(source, opening, found.kept.length));
    const split = splitOf(dataset, request);
    const scaling =
      request.scaling ?? (await findScaling(dataset, split.train, scalingKind(settings.scaling, source)));
    dataset.scale(scaling);
    const { areBytes } = source;
    return { dataset, split, scaling, areBytes, skipped: found.broken, close: () => dataset.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function splitOf(dataset: Dataset, { settings, split, seed }: DataRequest): SplitIndices {
  const found = splitDataset(dataset, split, seed, settings.stratify ?? !isBuiltIn(dataset.info.name));
  if (found.train.length === 0)
    throw new DatasetError(
      'dataset.empty',
      `No samples are left for training: ${dataset.info.samples} samples split ${split.join(' / ')}. Give more data or another split.`,
    );
  return found;
}

/** The samples that come along are scaled already: only a scaling that is asked for changes them. */
async function prepareBuiltIn(request: DataRequest): Promise<PreparedData> {
  const dataset = await loadDataset(request.name);
  const split = splitOf(dataset, request);
  const kind = request.settings.scaling ?? 'auto';
  const scaling =
    request.scaling ?? (await findScaling(dataset, split.train, kind === 'auto' ? 'none' : kind));
  const common = { split, scaling, areBytes: false, skipped: [], close: () => Promise.resolve() };
  if (scaling.kind === 'none') return { dataset, ...common };
  const { info, targets, identity } = dataset;
  const scaled = memoryDataset(info, dataset.inputs.slice(), targets, identity);
  applyScaling(scaled.inputs, scaling);
  return { dataset: scaled, ...common };
}

/** The scaling that `auto` stands for. */
export function scalingKind(
  setting: Scaling | undefined,
  { areBytes, kind }: Pick<SampleSource, 'areBytes' | 'kind'>,
): ScalingNumbers['kind'] {
  if (setting !== undefined && setting !== 'auto') return setting;
  if (areBytes) return 'unit';
  return kind === 'table' ? 'standardization' : 'none';
}

/** Samples that are read at once to find the scaling. */
const CHUNK = 256;

/** Finds a scaling from the training samples alone. */
async function findScaling(
  dataset: Dataset,
  train: Int32Array,
  kind: ScalingNumbers['kind'],
): Promise<ScalingNumbers> {
  const { inputShape } = dataset.info;
  const count = new FigureCount(inputShape.at(-1) ?? 1);
  if (kind !== 'none' && kind !== 'unit')
    for (let begin = 0; begin < train.length; begin += CHUNK) {
      const { inputs } = await dataset.read(train.subarray(begin, begin + CHUNK));
      if (inputs.data instanceof Float32Array) count.add(inputs.data);
    }
  return scalingNumbers(kind, count.figures(), inputShape.length);
}
