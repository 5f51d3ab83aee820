import type { DataKind } from '../../shared/contract/data.ts';
import type { SplitIndices } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { isWhole } from './formats/element-type.ts';
import { ALL_READ, type NumberArray, readAll, readRows } from './formats/number-array.ts';
import { partsOf } from './part-names.ts';
import { type SampleSource, type SourceRequest, sizeOf, type Targets } from './sample-source.ts';
import { wantsValues } from './target-choice.ts';

/** More classes than this are numbers. */
const MOST_CLASSES = 10_000;

/** Samples with their targets, as one pair of files or arrays holds them. */
export interface Piece {
  readonly part: keyof SplitIndices | null;
  readonly count: number;
  /** Reads samples into `into`, from `at` numbers on. */
  read(indices: ArrayLike<number>, into: Float32Array, at: number): Promise<void>;
  /** Targets of all samples. */
  readonly targets: Float32Array;
}

/** What the pieces have in common. */
export interface ArrayData {
  readonly kind: DataKind;
  readonly path: string;
  readonly description: string;
  readonly pieces: readonly Piece[];
  /** Extents of a sample as stored. */
  readonly sampleShape: readonly number[];
  readonly areBytes: boolean;
  /** Extents of a target as stored; none for one number. */
  readonly targetShape: readonly number[];
  readonly areTargetsWhole: boolean;
  readonly target: SampleSource['target'];
  /** Names of the classes where the data bring them. */
  readonly classNames?: readonly string[] | undefined;
}

/** Two arrays, samples and targets along their first axes, as a piece. */
export async function pieceOf(
  part: Piece['part'],
  samples: NumberArray,
  targets: NumberArray,
  name: string,
): Promise<Piece> {
  const count = samples.shape[0] ?? 0;
  if (count !== (targets.shape[0] ?? 0))
    throw new DatasetError(
      'dataset.shape',
      `"${name}" has ${count} samples, but ${targets.shape[0] ?? 0} targets. Both need the same number.`,
    );
  return {
    part,
    count,
    read: (indices, into, at) => readRows(samples, indices, into, at),
    targets: await readAll(targets),
  };
}

/**
 * A source of numbers in arrays.
 *
 * @throws DatasetError `dataset.empty`, `dataset.labels`
 */
export function arraySource(data: ArrayData, request: SourceRequest): SampleSource {
  const { pieces, sampleShape } = data;
  const starts: number[] = [];
  let count = 0;
  for (const piece of pieces) {
    starts.push(count);
    count += piece.count;
  }
  if (count === 0) throw new DatasetError('dataset.empty', `"${data.path}" has no samples.`);
  const inputShape = withChannel(sampleShape.length === 0 ? [1] : sampleShape, data.areBytes, request.input);
  const size = sizeOf(inputShape);
  const isDivided =
    pieces.some(({ part }) => part === 'train') && pieces.some(({ part }) => part !== 'train');
  return {
    kind: data.kind,
    path: data.path,
    description: data.description,
    count,
    inputShape,
    areBytes: data.areBytes,
    targets: targetsOf(data, count, request),
    parts: isDivided
      ? partsOf(pieces.map(({ part, count: own }) => ({ part: part ?? 'train', count: own })))
      : null,
    columns: null,
    target: data.target,
    broken: [],
    nameOf: index => `sample ${index}`,
    async read(indices, into) {
      for (let place = 0; place < indices.length; ) {
        const number = starts.findLastIndex(start => start <= (indices[place] ?? 0));
        const begin = starts[number] ?? 0;
        const end = starts[number + 1] ?? count;
        const own: number[] = [];
        const first = place;
        for (; place < indices.length; place++) {
          const index = indices[place] ?? 0;
          if (index < begin || index >= end) break;
          own.push(index - begin);
        }
        await pieces[number]?.read(own, into, first * size);
      }
      return ALL_READ;
    },
  };
}

/** Grey pictures get an axis for their channel, where the network has one or nothing is known of it. */
function withChannel(
  shape: readonly number[],
  areBytes: boolean,
  input: SourceRequest['input'],
): readonly number[] {
  if (input !== null) return input.length === shape.length + 1 && input.at(-1) === 1 ? [...shape, 1] : shape;
  return areBytes && shape.length === 2 ? [...shape, 1] : shape;
}

function targetsOf(data: ArrayData, count: number, request: SourceRequest): Targets {
  const { pieces } = data;
  const size = sizeOf(data.targetShape);
  const values = new Float32Array(count * size);
  let at = 0;
  for (const piece of pieces) {
    values.set(piece.targets, at);
    at += piece.targets.length;
  }
  if (size === 1 && data.targetShape.length <= 1) {
    const labels = labelsOf(values, data, request);
    if (labels) return labels;
    return { kind: 'values', values, shape: [1] };
  }
  const hot = data.targetShape.length === 1 ? hotPlaces(values, size) : null;
  if (hot) return { kind: 'classes', labels: hot, names: data.classNames ?? numbered(size), areNamed: true };
  return { kind: 'values', values, shape: data.targetShape };
}

/** Whole numbers as classes, unless the network is to find a number; null where they are no classes. */
function labelsOf(values: Float32Array, data: ArrayData, request: SourceRequest): Targets | null {
  const width = request.output?.at(-1) ?? null;
  if (!values.every(Number.isInteger)) return null;
  if (!data.areTargetsWhole && (width === null || width === 1)) return null;
  const different = new Set(values).size;
  if (wantsValues(request.output, different)) return null;
  let largest = 0;
  for (const [i, value] of values.entries()) {
    if (value < 0)
      throw new DatasetError(
        'dataset.labels',
        `The label of sample ${i} in "${data.path}" is ${value}; class numbers begin at 0.`,
      );
    if (value > largest) largest = value;
  }
  if (largest >= MOST_CLASSES) return null;
  const { classNames } = data;
  const limit = classNames?.length ?? (width !== null && width > 1 ? width : null);
  if (limit !== null && largest >= limit)
    throw new DatasetError(
      'dataset.labels',
      `The labels in "${data.path}" go up to ${largest}, but ${classNames ? 'there are' : 'the network tells'} ${limit} classes, 0 to ${limit - 1}. ${classNames ? 'The file is damaged' : `Give the output ${largest + 1} units or mend the labels`}.`,
    );
  const names = classNames ?? numbered(limit ?? largest + 1);
  return { kind: 'classes', labels: Int32Array.from(values), names, areNamed: classNames !== undefined };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i));

/** The place of the one in each row; null where a row is not one-hot. */
function hotPlaces(values: Float32Array, size: number): Int32Array | null {
  const places = new Int32Array(values.length / size).fill(-1);
  for (const [i, value] of values.entries()) {
    if (value === 0) continue;
    const row = Math.floor(i / size);
    if (value !== 1 || places[row] !== -1) return null;
    places[row] = i % size;
  }
  return places.includes(-1) ? null : places;
}

/** Whether an array's numbers are bytes. */
export function areBytes({ type }: NumberArray): boolean {
  return type.kind === 'uint' && type.size === 1;
}

/** What the first of several pairs says of samples and targets; the others must agree. */
export function formOf(
  pairs: readonly { readonly samples: NumberArray; readonly targets: NumberArray; readonly name: string }[],
): Pick<ArrayData, 'sampleShape' | 'areBytes' | 'targetShape' | 'areTargetsWhole'> {
  const [first] = pairs;
  const sampleShape = first?.samples.shape.slice(1) ?? [];
  const targetShape = first?.targets.shape.slice(1) ?? [];
  for (const { samples, targets, name } of pairs)
    if (
      samples.shape.slice(1).join() !== sampleShape.join() ||
      targets.shape.slice(1).join() !== targetShape.join()
    )
      throw new DatasetError(
        'dataset.shape',
        `The samples of "${name}" are ${samples.shape.slice(1).join(' × ')} with targets of ${targets.shape.slice(1).join(' × ') || 'one number'}, those of "${first?.name}" ${sampleShape.join(' × ')} with ${targetShape.join(' × ') || 'one number'}. All parts need the same.`,
      );
  return {
    sampleShape,
    areBytes: pairs.every(({ samples }) => areBytes(samples)),
    targetShape,
    areTargetsWhole: pairs.every(({ targets }) => isWhole(targets.type)),
  };
}
