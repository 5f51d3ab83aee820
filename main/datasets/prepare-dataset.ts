import path from 'node:path';
import { DATA_DEFAULTS, type DataSettings, type Scaling } from '../../shared/document/data-settings.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import { type Serving, servingIndex } from '../../shared/training/network-ports.ts';
import {
  applyScaling,
  FigureCount,
  NO_SCALING,
  type ScalingNumbers,
  scalingNumbers,
} from '../../shared/training/scaling.ts';
import { loadDataset } from './catalog.ts';
import { type Dataset, type MemoryDataset, memoryDataset, type SplitIndices } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { DiskDataset, diskInfo } from './disk-dataset.ts';
import { lookupRefusal } from './lookup-refusal.ts';
import { openSource } from './open-source.ts';
import { quotedNames } from './quoted-names.ts';
import {
  type BrokenSample,
  portOf,
  type SampleSource,
  type SourceInput,
  type SourceRequest,
} from './sample-source.ts';
import { refusalOf, scan } from './scan.ts';
import { type Fractions, splitDataset } from './split.ts';

/** Which data, and how a run takes them. */
export interface DataRequest {
  /** The name of a data set that comes along, or the absolute path of a file or folder. */
  readonly name: string;
  readonly settings: DataSettings;
  /** What the network takes and gives per sample. */
  readonly network: SourceRequest['network'];
  readonly split: Fractions;
  readonly seed: number;
  /** By input the scaling of the run that the samples are for, none for those beyond the list; left out: found from the training samples. */
  readonly scaling?: readonly ScalingNumbers[] | undefined;
  /** The samples may lack targets; those that do all serve as test samples, in their order. */
  readonly mayLackTargets?: boolean;
}

/** How the numbers of one input are scaled. */
export interface InputScaling extends ScalingNumbers {
  /** Whether they are bytes, 0 to 255, before they are scaled. */
  readonly areBytes: boolean;
}

/** Data ready for training, or for a trained run. */
export interface PreparedData {
  readonly dataset: Dataset;
  readonly split: SplitIndices;
  /** By input of the data. */
  readonly scaling: readonly InputScaling[];
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
  network,
  mayLackTargets = false,
}: Omit<DataRequest, 'split' | 'seed'>): SourceRequest {
  const budget = (settings.memoryBudget ?? DATA_DEFAULTS.memoryBudget) * 2 ** 20;
  return { settings, network, budget, mayLackTargets };
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
    const kinds = scalingKinds(request, source);
    const misled = lookupRefusal(source, found.figures, request, kinds);
    if (misled) throw misled;
    const dataset = new DiskDataset(source, found, diskInfo(source, opening, found.kept.length));
    const split = splitOf(dataset, request);
    requireScaledInputs(settings.scaling, source.inputs, request.network);
    const numbers = request.scaling ?? (await findScaling(dataset, split.train, kinds));
    dataset.scale(numbers);
    const scaling = source.inputs.map(({ areBytes }, i) => ({ ...(numbers[i] ?? NO_SCALING), areBytes }));
    return { dataset, split, scaling, skipped: found.broken, close: () => dataset.close() };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function splitOf(dataset: Dataset, { settings, split, seed }: DataRequest): SplitIndices {
  if (dataset.info.targets.length === 0) {
    const none = new Int32Array(0);
    return {
      train: none,
      validation: none,
      test: Int32Array.from({ length: dataset.info.samples }, (_, i) => i),
    };
  }
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
  const dataset = inNetworkOrder(await loadDataset(request.name), request.network);
  const split = splitOf(dataset, request);
  requireScaledInputs(request.settings.scaling, dataset.info.inputs, request.network);
  const kinds = dataset.info.inputs.map(({ name }) => builtInKind(request, name));
  const numbers = request.scaling ?? (await findScaling(dataset, split.train, kinds));
  const scaling = kinds.map((_, i) => ({ ...(numbers[i] ?? NO_SCALING), areBytes: false }));
  const common = { split, scaling, skipped: [], close: () => Promise.resolve() };
  if (numbers.every(({ kind }) => kind === 'none')) return { dataset, ...common };
  const { info, targets, identity } = dataset;
  const inputs = dataset.inputs.map((all, i) => {
    const scaled = all.slice();
    applyScaling(scaled, numbers[i] ?? NO_SCALING);
    return scaled;
  });
  return { dataset: memoryDataset(info, inputs, targets, identity), ...common };
}

/** The same data with their inputs and targets in the order of a network that has them all, as data from the disk are opened. */
function inNetworkOrder(dataset: MemoryDataset, network: SourceRequest['network']): MemoryDataset {
  const { info, identity } = dataset;
  const inputs = places(network.inputs, info.inputs);
  const targets = places(network.outputs, info.targets);
  if (info.inputs.length + info.targets.length === 2 || !inputs || !targets) return dataset;
  return memoryDataset(
    { ...info, inputs: taken(info.inputs, inputs), targets: taken(info.targets, targets) },
    taken(dataset.inputs, inputs),
    taken(dataset.targets, targets),
    identity,
  );
}

/** Where what serves each input or output stands; null where one has nothing. */
function places(
  ports: SourceRequest['network']['inputs'],
  offered: readonly Serving[],
): readonly number[] | null {
  const found = ports.map(({ name }) => servingIndex(name, offered));
  return found.length === 0 || found.includes(-1) ? null : found;
}

const taken = <T>(values: readonly T[], indices: readonly number[]): T[] =>
  indices.flatMap(index => values.slice(index, index + 1));

type ScalingRequest = Pick<DataRequest, 'settings' | 'network'>;

function builtInKind(request: ScalingRequest, name: string | null): ScalingNumbers['kind'] {
  const kind = scalingOfInput(request, name);
  return kind === 'auto' ? 'none' : kind;
}

/** What the settings say of one input: its own scaling where they name it, else what holds for all. */
function scalingOfInput({ settings, network }: ScalingRequest, name: string | null): Scaling {
  const { scaling = DATA_DEFAULTS.scaling } = settings;
  if (typeof scaling === 'string') return scaling;
  return scaling[name ?? network.inputs[0]?.name ?? ''] ?? DATA_DEFAULTS.scaling;
}

/**
 * Makes sure that what is to be scaled by name is there by that name.
 *
 * @throws DatasetError `dataset.scaling`
 */
export function requireScaledInputs(
  setting: DataSettings['scaling'],
  inputs: readonly { readonly name: string | null }[],
  network: SourceRequest['network'],
): void {
  if (typeof setting !== 'object') return;
  const names = [...inputs, ...network.inputs].flatMap(({ name }) => name ?? []);
  const stranger = Object.keys(setting).find(name => !names.includes(name));
  if (stranger !== undefined)
    throw new DatasetError(
      'dataset.scaling',
      `A scaling is set for "${stranger}", which is no input; there ${names.length === 1 ? 'is' : 'are'} ${quotedNames([...new Set(names)])}. Mend the name ("scaling" under Preparing, --scaling).`,
    );
}

/**
 * How each input is scaled: as a run did, else as the settings say.
 *
 * @param source the data
 */
export function scalingKinds(
  request: Pick<DataRequest, 'settings' | 'network' | 'scaling'>,
  source: Pick<SampleSource, 'kind' | 'inputs'>,
): readonly ScalingNumbers['kind'][] {
  const { scaling } = request;
  if (scaling) return source.inputs.map((_, i) => scaling[i]?.kind ?? 'none');
  return source.inputs.map(input => scalingKind(request, source.kind, input));
}

/** The scaling of one input; what `auto` stands for hangs on what its numbers are. */
function scalingKind(
  request: ScalingRequest,
  kind: SampleSource['kind'],
  { name, areBytes }: SourceInput,
): ScalingNumbers['kind'] {
  const own = scalingOfInput(request, name);
  if (own !== 'auto') return own;
  if (portOf(request.network.inputs, name)?.lookup) return 'none';
  if (areBytes) return 'unit';
  return kind === 'table' ? 'standardization' : 'none';
}

/** Samples that are read at once to find the scaling. */
const CHUNK = 256;

/** Finds the scaling of each input from the training samples alone. */
async function findScaling(
  dataset: Dataset,
  train: Int32Array,
  kinds: readonly ScalingNumbers['kind'][],
): Promise<readonly ScalingNumbers[]> {
  const measured = kinds.map(kind => kind !== 'none' && kind !== 'unit');
  const { inputs: infos } = dataset.info;
  const counts = infos.map(({ shape }) => new FigureCount(shape.at(-1) ?? 1));
  if (measured.includes(true) && train.length === 0)
    throw new DatasetError(
      'dataset.scaling',
      `"${dataset.info.title}" has no training samples to find the scaling from. Take a run that keeps its scaling, or set the scaling to none.`,
    );
  if (measured.includes(true))
    for (let begin = 0; begin < train.length; begin += CHUNK) {
      const { inputs } = await dataset.read(train.subarray(begin, begin + CHUNK));
      for (const [i, { data }] of inputs.entries())
        if (measured[i] && data instanceof Float32Array) counts[i]?.add(data);
    }
  return infos.map(({ shape }, i) =>
    scalingNumbers(kinds[i] ?? 'none', (counts[i] ?? new FigureCount(1)).figures(), shape.length),
  );
}
