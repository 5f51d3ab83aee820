import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { applyScaling, type ScalingNumbers } from '../../shared/training/scaling.ts';
import { type Dataset, gatherRows, targetRows } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { reasonOf } from './formats/picture.ts';
import {
  type OpenSource,
  type SampleSource,
  type SourceRequest,
  sizeOf,
  type Targets,
} from './sample-source.ts';
import type { Scan } from './scan.ts';

/**
 * What data on disk are, in the words of all data sets.
 *
 * @param count samples that can be read
 */
export function diskInfo(
  source: OpenSource,
  request: Pick<SourceRequest, 'output'>,
  count: number,
): DatasetInfo {
  const { targets } = source;
  const isBit =
    targets.kind === 'classes' &&
    targets.names.length === 2 &&
    request.output?.length === 1 &&
    request.output[0] === 1;
  const outputShape = targets.kind === 'values' ? targets.shape : [isBit ? 1 : targets.names.length];
  return {
    name: source.path,
    title: source.path.split(/[\\/]/).findLast(part => part !== '') ?? source.path,
    description: source.description,
    samples: count,
    inputShape: [...source.inputShape],
    ...(source.inputNames && { inputNames: [...source.inputNames] }),
    outputShape: [...outputShape],
    classes: targets.kind === 'classes' ? [...targets.names] : null,
  };
}

/** Data on disk as a data set: from memory where they were held, else read each time. */
export class DiskDataset implements Dataset {
  readonly info: DatasetInfo;
  readonly identity: string;
  readonly labels: Int32Array | null;
  readonly parts: Dataset['parts'];
  private readonly source: OpenSource;
  private readonly kept: Int32Array;
  private readonly targets: Targets;
  private readonly numbers: Float32Array | null;
  private scaling: ScalingNumbers = { kind: 'none', offset: [0], factor: [1] };

  constructor(source: OpenSource, found: Scan, info: DatasetInfo) {
    this.source = source;
    this.info = info;
    this.identity = found.identity;
    this.kept = found.kept;
    this.numbers = found.numbers;
    this.targets = keptTargets(source.targets, found.kept);
    this.labels = this.targets.kind === 'classes' ? this.targets.labels : null;
    this.parts = keptParts(source.parts, found.kept);
  }

  get isStreamed(): boolean {
    return this.numbers === null;
  }

  /** The targets of all samples as they stand in the files; none where they are classes. */
  get targetValues(): Float32Array {
    return this.targets.kind === 'values' ? this.targets.values : new Float32Array(0);
  }

  /** Scales all samples from now on; to be called once. */
  scale(scaling: ScalingNumbers): void {
    this.scaling = scaling;
    if (this.numbers) applyScaling(this.numbers, scaling);
  }

  read(indices: Int32Array | readonly number[]) {
    const { info, numbers } = this;
    const targets = targetRows(this.targets, info.outputShape, indices);
    if (numbers) return { inputs: gatherRows(numbers, info.inputShape, indices), targets };
    return this.readNumbers(indices).then(data => ({
      inputs: { shape: [indices.length, ...info.inputShape], data },
      targets,
    }));
  }

  private async readNumbers(indices: Int32Array | readonly number[]): Promise<Float32Array> {
    const { source, kept } = this;
    const data = new Float32Array(indices.length * sizeOf(this.info.inputShape));
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
    applyScaling(data, this.scaling);
    return data;
  }

  /** Closes files. */
  close(): Promise<void> {
    return this.source.close();
  }
}

function keptTargets(targets: Targets, kept: Int32Array): Targets {
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
