import type { Port } from '../../shared/contract/data.ts';
import type { DatasetInfo, DataTarget } from '../../shared/contract/runs.ts';
import { applyScaling, NO_SCALING, type ScalingNumbers } from '../../shared/training/scaling.ts';
import { type Dataset, gatherRows, targetRows } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { reasonOf } from './formats/picture.ts';
import {
  extentsOf,
  type OpenSource,
  type SampleSource,
  type SourceRequest,
  type SourceTarget,
  sizeOf,
} from './sample-source.ts';
import type { Scan } from './scan.ts';

/**
 * What data on disk are, in the words of all data sets.
 *
 * @param count samples that can be read
 */
export function diskInfo(
  source: OpenSource,
  request: Pick<SourceRequest, 'network'>,
  count: number,
): DatasetInfo {
  return {
    name: source.path,
    title: source.path.split(/[\\/]/).findLast(part => part !== '') ?? source.path,
    description: source.description,
    samples: count,
    inputs: source.inputs.map(({ name, shape, columns }) => ({
      name,
      shape: [...shape],
      ...(columns && { columns: [...columns] }),
    })),
    targets: source.targets.map(target =>
      targetInfo(target, extentsOf(request.network.outputs, target.name)),
    ),
  };
}

function targetInfo(target: SourceTarget, output: Port['extents']): DataTarget {
  const { name } = target;
  if (target.kind === 'values') return { name, shape: [...target.shape], classes: null };
  const isBit = target.names.length === 2 && output?.length === 1 && output[0] === 1;
  return { name, shape: [isBit ? 1 : target.names.length], classes: [...target.names] };
}

/** Data on disk as a data set: from memory where they were held, else read each time. */
export class DiskDataset implements Dataset {
  readonly info: DatasetInfo;
  readonly identity: string;
  readonly labels: Dataset['labels'];
  readonly parts: Dataset['parts'];
  private readonly source: OpenSource;
  private readonly kept: Int32Array;
  private readonly targets: readonly SourceTarget[];
  private readonly numbers: readonly Float32Array[] | null;
  private scalings: readonly ScalingNumbers[] = [];

  constructor(source: OpenSource, found: Scan, info: DatasetInfo) {
    this.source = source;
    this.info = info;
    this.identity = found.identity;
    this.kept = found.kept;
    this.numbers = found.numbers;
    this.targets = source.targets.map(target => keptTargets(target, found.kept));
    this.labels = this.targets.map(target => (target.kind === 'classes' ? target.labels : null));
    this.parts = keptParts(source.parts, found.kept);
  }

  get isStreamed(): boolean {
    return this.numbers === null;
  }

  get targetValues(): readonly (Float32Array | null)[] {
    return this.targets.map(target => (target.kind === 'values' ? target.values : null));
  }

  /** Scales all samples from now on, each input by its own; to be called once. */
  scale(scalings: readonly ScalingNumbers[]): void {
    this.scalings = scalings;
    if (this.numbers) scaleEach(this.numbers, scalings);
  }

  read(indices: Int32Array | readonly number[]) {
    const { info, numbers } = this;
    const targets = this.targets.map((target, i) =>
      targetRows(target, info.targets[i]?.shape ?? [], indices),
    );
    if (numbers)
      return {
        inputs: numbers.map((all, i) => gatherRows(all, info.inputs[i]?.shape ?? [], indices)),
        targets,
      };
    return this.readNumbers(indices).then(data => ({
      inputs: info.inputs.map(({ shape }, i) => ({
        shape: [indices.length, ...shape],
        data: data[i] ?? new Float32Array(0),
      })),
      targets,
    }));
  }

  private async readNumbers(indices: Int32Array | readonly number[]): Promise<readonly Float32Array[]> {
    const { source, kept } = this;
    const data = this.info.inputs.map(({ shape }) => new Float32Array(indices.length * sizeOf(shape)));
    const places = Int32Array.from(indices, index => kept[index] ?? 0);
    const unread = await source
      .read(places, data)
      .catch((error: unknown) => [{ place: 0, reason: reasonOf(error) }]);
    const [first] = unread;
    if (first)
      throw new DatasetError(
        'dataset.vanished',
        `The data "${source.path}" can no longer be read: ${source.nameOf(places[first.place] ?? 0)} (${first.reason}). Were they moved, or was a disk taken off?`,
      );
    scaleEach(data, this.scalings);
    return data;
  }

  /** Closes files. */
  close(): Promise<void> {
    return this.source.close();
  }
}

function scaleEach(inputs: readonly Float32Array[], scalings: readonly ScalingNumbers[]): void {
  for (const [i, numbers] of inputs.entries()) applyScaling(numbers, scalings[i] ?? NO_SCALING);
}

function keptTargets(targets: SourceTarget, kept: Int32Array): SourceTarget {
  if (targets.kind === 'classes')
    return { ...targets, labels: kept.map(index => targets.labels[index] ?? 0) };
  const { data } = gatherRows(targets.values, targets.shape, kept);
  return data instanceof Float32Array ? { ...targets, values: data } : targets;
}

function keptParts(parts: SampleSource['parts'], kept: Int32Array): Dataset['parts'] {
  if (parts === null) return null;
  const places = new Map(Array.from(kept, (index, place) => [index, place] as const));
  const own = (indices: Int32Array) =>
    Int32Array.from([...indices].flatMap(index => places.get(index) ?? []));
  return { train: own(parts.train), validation: own(parts.validation), test: own(parts.test) };
}
