import type { DataKind, NetworkPorts, Port } from '../../shared/contract/data.ts';
import type { SplitIndices } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { isWhole } from './formats/element-type.ts';
import { ALL_READ, type NumberArray, readAll, readRows } from './formats/number-array.ts';
import { partsOf } from './part-names.ts';
import {
  extentsOf,
  type SampleSource,
  type SourceRequest,
  type SourceTarget,
  sizeOf,
  type Targets,
} from './sample-source.ts';
import { wantsValues } from './target-choice.ts';

/** More classes than this are numbers. */
const MOST_CLASSES = 10_000;

/** Samples with their targets, as one set of files or arrays holds them. */
export interface Piece {
  readonly part: keyof SplitIndices | null;
  readonly count: number;
  /** Reads samples, by input into `into`, from the sample `first` on. */
  read(indices: ArrayLike<number>, into: readonly Float32Array[], first: number): Promise<void>;
  /** By target those of all samples. */
  readonly targets: readonly Float32Array[];
}

/** What feeds an input. */
export interface ArrayInput {
  /** The network's input; null where the data have one. */
  readonly name: string | null;
  /** Extents of a sample as stored; none for one number. */
  readonly shape: readonly number[];
  readonly areBytes: boolean;
}

/** The targets of an output. */
export interface ArrayTarget {
  /** The network's output; null where the data have one target. */
  readonly name: string | null;
  /** Extents of a target as stored; none for one number. */
  readonly shape: readonly number[];
  readonly areWhole: boolean;
  /** Names of the classes where the data bring them. */
  readonly classNames?: readonly string[] | undefined;
}

/** What the pieces have in common. */
export interface ArrayData extends Pick<SampleSource, 'kind' | 'path' | 'description' | 'target' | 'unused'> {
  readonly kind: DataKind;
  readonly pieces: readonly Piece[];
  readonly inputs: readonly ArrayInput[];
  readonly targets: readonly ArrayTarget[];
}

/** An array with what it is called in sentences. */
export interface TitledArray {
  readonly title: string;
  readonly array: NumberArray;
}

/** The arrays of one part of the samples, samples along their first axes. */
export interface ArrayPart {
  readonly part: Piece['part'];
  /** One per input. */
  readonly inputs: readonly TitledArray[];
  /** One per target. */
  readonly targets: readonly TitledArray[];
}

/**
 * The pieces of arrays, and what they have in common.
 *
 * @param parts at least one
 * @param names of the inputs and targets
 * @throws DatasetError `dataset.shape` where arrays have other numbers of samples or parts other extents
 */
export async function arrayPieces(
  parts: readonly ArrayPart[],
  names: { readonly inputs: readonly (string | null)[]; readonly targets: readonly (string | null)[] },
): Promise<Pick<ArrayData, 'pieces' | 'inputs' | 'targets'>> {
  const arraysOf = (side: 'inputs' | 'targets', i: number) => parts.flatMap(part => part[side][i] ?? []);
  const inputs = names.inputs.map((name, i) => {
    const arrays = arraysOf('inputs', i);
    return { name, shape: commonShape(arrays), areBytes: arrays.every(({ array }) => areBytes(array)) };
  });
  const targets = names.targets.map((name, i) => {
    const arrays = arraysOf('targets', i);
    return { name, shape: commonShape(arrays), areWhole: arrays.every(({ array }) => isWhole(array.type)) };
  });
  return { pieces: await Promise.all(parts.map(pieceOf)), inputs, targets };
}

/** Whether an array's numbers are bytes. */
function areBytes({ type }: NumberArray): boolean {
  return type.kind === 'uint' && type.size === 1;
}

function commonShape(arrays: readonly TitledArray[]): readonly number[] {
  const [first] = arrays;
  const shape = first?.array.shape.slice(1) ?? [];
  for (const { title, array } of arrays)
    if (array.shape.slice(1).join() !== shape.join())
      throw new DatasetError(
        'dataset.shape',
        `A sample of "${title}" is ${extentsText(array.shape.slice(1))}, one of "${first?.title}" ${extentsText(shape)}. All parts need the same.`,
      );
  return shape;
}

const extentsText = (shape: readonly number[]) => shape.join(' × ') || 'one number';

async function pieceOf({ part, inputs, targets }: ArrayPart): Promise<Piece> {
  const [first] = inputs;
  const count = first?.array.shape[0] ?? 0;
  for (const { title, array } of [...inputs, ...targets])
    if ((array.shape[0] ?? 0) !== count)
      throw new DatasetError(
        'dataset.shape',
        `"${first?.title}" has ${count} samples, but "${title}" ${array.shape[0] ?? 0}. All arrays need the same number.`,
      );
  const sizes = inputs.map(({ array }) => sizeOf(array.shape.slice(1)));
  return {
    part,
    count,
    async read(indices, into, place) {
      for (const [i, { array }] of inputs.entries()) {
        const own = into[i];
        if (own) await readRows(array, indices, own, place * (sizes[i] ?? 0));
      }
    },
    targets: await Promise.all(targets.map(({ array }) => readAll(array))),
  };
}

/**
 * A source of numbers in arrays.
 *
 * @throws DatasetError `dataset.empty`, `dataset.labels`
 */
export function arraySource(data: ArrayData, { network }: SourceRequest): SampleSource {
  const { pieces, kind, path, description, target, unused } = data;
  const starts: number[] = [];
  let count = 0;
  for (const piece of pieces) {
    starts.push(count);
    count += piece.count;
  }
  if (count === 0) throw new DatasetError('dataset.empty', `"${path}" has no samples.`);
  const isDivided =
    pieces.some(({ part }) => part === 'train') && pieces.some(({ part }) => part !== 'train');
  return {
    kind,
    path,
    description,
    count,
    inputs: data.inputs.map(({ name, shape, areBytes: bytes }) => ({
      name,
      shape: withChannel(shape.length === 0 ? [1] : shape, bytes, extentsOf(network.inputs, name)),
      areBytes: bytes,
    })),
    targets: data.targets.map((own, i) => targetsOf(own, i, data, count, network)),
    parts: isDivided
      ? partsOf(pieces.map(({ part, count: own }) => ({ part: part ?? 'train', count: own })))
      : null,
    columns: null,
    target,
    ...(unused && { unused }),
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
        await pieces[number]?.read(own, into, first);
      }
      return ALL_READ;
    },
  };
}

/** Grey pictures get an axis for their channel, where the network has one or nothing is known of it. */
function withChannel(shape: readonly number[], bytes: boolean, input: Port['extents']): readonly number[] {
  if (input !== null) return input.length === shape.length + 1 && input.at(-1) === 1 ? [...shape, 1] : shape;
  return bytes && shape.length === 2 ? [...shape, 1] : shape;
}

function targetsOf(
  target: ArrayTarget,
  place: number,
  { pieces, path }: ArrayData,
  count: number,
  network: NetworkPorts,
): SourceTarget {
  const { name, shape, classNames } = target;
  const size = sizeOf(shape);
  const values = new Float32Array(count * size);
  let at = 0;
  for (const { targets } of pieces) {
    const own = targets[place] ?? new Float32Array(0);
    values.set(own, at);
    at += own.length;
  }
  if (size === 1 && shape.length <= 1) {
    const labels = labelsOf(values, target, path, extentsOf(network.outputs, name));
    return { name, ...(labels ?? { kind: 'values', values, shape: [1] }) };
  }
  const hot = shape.length === 1 ? hotPlaces(values, size) : null;
  if (hot) return { name, kind: 'classes', labels: hot, names: classNames ?? numbered(size), areNamed: true };
  return { name, kind: 'values', values, shape };
}

/** Whole numbers as classes, unless the network is to find a number; null where they are no classes. */
function labelsOf(
  values: Float32Array,
  { areWhole, classNames, name }: ArrayTarget,
  path: string,
  output: Port['extents'],
): Targets | null {
  const width = output?.at(-1) ?? null;
  if (!values.every(Number.isInteger)) return null;
  if (!areWhole && (width === null || width === 1)) return null;
  const different = new Set(values).size;
  if (wantsValues(output, different)) return null;
  const where = name === null ? `in "${path}"` : `of "${name}" in "${path}"`;
  let largest = 0;
  for (const [i, value] of values.entries()) {
    if (value < 0)
      throw new DatasetError(
        'dataset.labels',
        `The label of sample ${i} ${where} is ${value}; class numbers begin at 0.`,
      );
    if (value > largest) largest = value;
  }
  if (largest >= MOST_CLASSES) return null;
  const limit = classNames?.length ?? (width !== null && width > 1 ? width : null);
  if (limit !== null && largest >= limit)
    throw new DatasetError(
      'dataset.labels',
      `The labels ${where} go up to ${largest}, but ${classNames ? 'there are' : 'the network tells'} ${limit} classes, 0 to ${limit - 1}. ${classNames ? 'The file is damaged' : `Give the output${name === null ? '' : ` "${name}"`} ${largest + 1} units or mend the labels`}.`,
    );
  const names = classNames ?? numbered(limit ?? largest + 1);
  return { kind: 'classes', labels: Int32Array.from(values), names, areNamed: classNames !== undefined };
}

const numbered = (count: number) => Array.from({ length: count }, (_, i) => String(i));

/** The place of the one in each row; null where a row is not one-hot. */
export function hotPlaces(values: Float32Array, size: number): Int32Array | null {
  const places = new Int32Array(values.length / size).fill(-1);
  for (const [i, value] of values.entries()) {
    if (value === 0) continue;
    const row = Math.floor(i / size);
    if (value !== 1 || places[row] !== -1) return null;
    places[row] = i % size;
  }
  return places.includes(-1) ? null : places;
}
