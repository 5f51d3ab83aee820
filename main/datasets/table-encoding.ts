import type { Port, TableColumn } from '../../shared/contract/data.ts';
import { hotPlaces } from './array-source.ts';
import { DatasetError } from './dataset-error.ts';
import { type ColumnCensus, numberOf } from './formats/column-types.ts';
import type { SourceTarget } from './sample-source.ts';
import { wantsValues } from './target-choice.ts';

/** Turns the cells of one column into numbers. */
export interface Encoder {
  readonly column: number;
  readonly width: number;
  /** Of the numbers that it gives. */
  readonly names: readonly string[];
  encode(cell: string, into: Float32Array, at: number): void;
}

/**
 * How a column becomes numbers of a sample.
 *
 * @param described what it holds
 * @param column its place
 * @param form what becomes of words
 */
export function encoderOf(
  { name, type, categories = [] }: TableColumn,
  column: number,
  form: 'one-hot' | 'index',
): Encoder {
  if (type === 'number')
    return {
      column,
      width: 1,
      names: [name],
      encode(cell, into, at) {
        const value = numberOf(cell);
        into[at] = value !== null && Number.isFinite(value) ? value : Number.NaN;
      },
    };
  const places = new Map(categories.map((word, i) => [word, i]));
  const width = form === 'one-hot' ? categories.length : 1;
  return {
    column,
    width,
    names: form === 'one-hot' ? categories.map(word => `${name}: ${word}`) : [name],
    encode(cell, into, at) {
      const place = places.get(cell);
      into.fill(place === undefined ? Number.NaN : 0, at, at + width);
      if (place === undefined) return;
      if (form === 'one-hot') into[at + place] = 1;
      else into[at] = place;
    },
  };
}

/** The targets of an output, which are read row by row. */
export interface TargetReader {
  /** Takes the cells of a row. */
  take(cells: readonly string[], row: number): void;
  /** What came of all rows. */
  finish(): SourceTarget;
}

/** The columns of an output's targets. */
export interface TargetColumns {
  readonly name: string | null;
  readonly columns: readonly {
    readonly index: number;
    readonly census: ColumnCensus;
    readonly described: TableColumn;
  }[];
}

/**
 * Reads the targets of an output. One column: classes for words and for few whole numbers, unless the network gives one number; else
 * values. Several: values, or classes named by the columns where each row has a single 1.
 *
 * @param target its columns
 * @param count rows
 * @param output what the network gives per sample; null where unknown
 * @throws DatasetError `dataset.text` where one of several columns holds words
 */
export function targetReader(target: TargetColumns, count: number, output: Port['extents']): TargetReader {
  const { name, columns } = target;
  const [only] = columns;
  const names = only?.census.categories ?? [];
  const areClasses =
    only?.described.type === 'category' ||
    (only?.census.isNumbered === true && !wantsValues(output, names.length));
  if (only && columns.length === 1 && areClasses) return classReader(name, only.index, names, count);
  const words = columns.find(({ described }) => described.type !== 'number');
  if (words && columns.length > 1)
    throw new DatasetError(
      'dataset.text',
      `The targets${name === null ? '' : ` of "${name}"`} are several columns, of which "${words.described.name}" holds words. Several columns must hold numbers; one column of words is told apart as classes.`,
    );
  return valueReader(target, count);
}

function classReader(
  name: string | null,
  index: number,
  names: readonly string[],
  count: number,
): TargetReader {
  const places = new Map(names.map((word, i) => [word, i]));
  const labels = new Int32Array(count);
  return {
    take(cells, row) {
      labels[row] = places.get(cells[index] ?? '') ?? -1;
    },
    finish: () => ({ name, kind: 'classes', labels, names, areNamed: true }),
  };
}

function valueReader({ name, columns }: TargetColumns, count: number): TargetReader {
  const width = columns.length;
  const values = new Float32Array(count * width);
  return {
    take(cells, row) {
      for (const [i, { index }] of columns.entries()) {
        const value = numberOf(cells[index] ?? '');
        values[row * width + i] = value !== null && Number.isFinite(value) ? value : Number.NaN;
      }
    },
    finish() {
      const labels = width > 1 ? hotPlaces(values, width) : null;
      if (!labels) return { name, kind: 'values', values, shape: [width] };
      const names = columns.map(({ described }) => described.name);
      return { name, kind: 'classes', labels, names, areNamed: true };
    },
  };
}
