import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { TableColumn } from '../../shared/contract/data.ts';
import { DATA_DEFAULTS } from '../../shared/document/data-settings.ts';
import { DatasetError } from './dataset-error.ts';
import type { DataFiles } from './formats/byte-range.ts';
import { ColumnCensus, numberOf } from './formats/column-types.ts';
import { cellsOf, readDelimited, readDelimitedFile } from './formats/delimited-text.ts';
import { ALL_READ, readRecordsAt } from './formats/number-array.ts';
import type { BrokenSample, SampleSource, SourceRequest, Targets } from './sample-source.ts';
import { guessedTarget, wantsValues } from './target-choice.ts';

/** Rows that are looked at to tell a header from numbers. */
const LOOKED_AT = 20;

/** Where the rows stand and what the columns hold. */
interface Census {
  readonly separator: string;
  readonly columns: readonly ColumnCensus[];
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly lines: readonly number[];
  readonly broken: readonly BrokenSample[];
}

/**
 * Opens a table: CSV, TSV or cells parted by semicolons, with or without a header. Numbers stay numbers, words become
 * categories, one column is the target.
 *
 * @param file its path
 * @throws DatasetError `dataset.empty`, `dataset.target`, `dataset.text` naming the column
 */
export async function openTable(
  file: string,
  request: SourceRequest,
  files: DataFiles,
): Promise<SampleSource> {
  const { settings } = request;
  const census = await takeCensus(file);
  const { columns, offsets, lengths, lines, separator } = census;
  const target = targetColumn(file, columns, settings.target);
  const ignored = new Set(settings.ignore ?? []);
  for (const name of ignored)
    if (!columns.some(column => column.name === name))
      throw new DatasetError(
        'dataset.target',
        `"${file}" has no column "${name}". Its columns are ${listOf(columns)}.`,
      );
  const described = columns.map((column, i) =>
    column.describe(i === target.index ? 'target' : ignored.has(column.name) ? 'ignored' : 'input'),
  );
  const text = described.find(({ type, role }) => type === 'text' && role !== 'ignored');
  if (text)
    throw new DatasetError(
      'dataset.text',
      `The column "${text.name}" of "${file}" holds text (${new Intl.NumberFormat('en').format(columns.find(({ name }) => name === text.name)?.distinct ?? 0)} different entries or more), which a network cannot take. Leave it out ("leave out" under Preparing, --ignore ${JSON.stringify(text.name)})${text.role === 'target' ? ', or choose another target ("target" there, --target)' : ''}.`,
    );
  const encoders = described.flatMap((column, i) => {
    const encoder = encoderOf(column, i, settings.categories ?? DATA_DEFAULTS.categories);
    return encoder ? [encoder] : [];
  });
  const width = encoders.reduce((sum, { width: own }) => sum + own, 0);
  if (width === 0)
    throw new DatasetError('dataset.empty', `"${file}" has no columns beside the target "${target.name}".`);
  const bytes = await files.open(file);
  const rowsOf = (indices: ArrayLike<number>, take: (cells: readonly string[], place: number) => void) =>
    readRecordsAt(
      bytes,
      index => offsets[index] ?? 0,
      index => lengths[index] ?? 0,
      indices,
      (record, place) =>
        take(cellsOf(record, separator, (offsets[indices[place] ?? 0] ?? 0) === 0) ?? [], place),
    );
  const targets = await targetsOf(described[target.index], columns[target.index], target.index, {
    request,
    count: offsets.length,
    rowsOf,
  });
  const words = described.filter(({ type, role }) => type === 'category' && role === 'input').length;
  return {
    kind: 'table',
    path: file,
    description: `Table of ${columns.length} columns; "${target.name}" is the target${target.guessed ? ' (guessed)' : ''}${words > 0 ? `, ${words} of the others hold categories` : ''}.`,
    count: offsets.length,
    inputShape: [width],
    inputNames: encoders.flatMap(({ names }) => names),
    areBytes: false,
    targets,
    parts: null,
    columns: described,
    target: { name: target.name, guessed: target.guessed },
    broken: census.broken,
    nameOf: index => `line ${lines[index] ?? 0}`,
    async read(indices, into) {
      await rowsOf(indices, (cells, place) => {
        let at = place * width;
        for (const encoder of encoders) {
          encoder.encode(cells[encoder.column] ?? '', into, at);
          at += encoder.width;
        }
      });
      return ALL_READ;
    },
  };
}

async function takeCensus(file: string): Promise<Census> {
  const { separator, header, width } = await lookAtBegin(file);
  const columns = Array.from({ length: width }, (_, i) => new ColumnCensus(header?.[i] ?? `column ${i + 1}`));
  const offsets: number[] = [];
  const lengths: number[] = [];
  const lines: number[] = [];
  const broken: BrokenSample[] = [];
  let isFirst = true;
  for await (const { cells, offset, length, line } of readDelimitedFile(file, separator)) {
    if (isFirst) {
      isFirst = false;
      if (header) continue;
    }
    if (cells.length !== width) {
      broken.push({ name: `line ${line}`, reason: `${cells.length} cells instead of ${width}` });
      continue;
    }
    offsets.push(offset);
    lengths.push(length);
    lines.push(line);
    for (const [i, cell] of cells.entries()) columns[i]?.add(cell);
  }
  if (offsets.length === 0 && broken.length === 0)
    throw new DatasetError('dataset.empty', `"${file}" has no rows${header ? ' below its header' : ''}.`);
  return { separator, columns, offsets, lengths, lines, broken };
}

/** Tells the separator and whether the first line is a header: it has no numbers where a later line has some. */
async function lookAtBegin(
  file: string,
): Promise<{ separator: string; header: readonly string[] | null; width: number }> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(file, { end: (1 << 16) - 1 })) pieces.push(piece);
  const begin = Buffer.concat(pieces);
  const [firstLine = ''] = begin.toString('utf8').split('\n');
  const candidates = /\.tsv$|\.tab$/i.test(file) ? ['\t'] : [',', ';', '\t'];
  const separator =
    [...candidates].sort((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0] ?? ',';
  const rows: (readonly string[])[] = [];
  for await (const { cells } of readDelimited([begin], separator)) {
    rows.push(cells);
    if (rows.length > LOOKED_AT) break;
  }
  const [first, ...later] = rows;
  if (!first) throw new DatasetError('dataset.empty', `"${path.basename(file)}" is empty.`);
  if (begin.includes(0))
    throw new DatasetError('dataset.format', `"${file}" is no table of text: it holds zero bytes.`);
  const isNumber = (cell: string) => Number.isFinite(numberOf(cell) ?? Number.NaN);
  const hasHeader =
    !first.some(isNumber) && (later.length === 0 || later.some(cells => cells.some(isNumber)));
  return { separator, header: hasHeader ? unique(first) : null, width: first.length };
}

/** Names of columns, made different where two are alike or empty. */
function unique(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name, i) => {
    const base = name === '' ? `column ${i + 1}` : name;
    let own = base;
    for (let n = 2; used.has(own); n++) own = `${base} ${n}`;
    used.add(own);
    return own;
  });
}

function listOf(columns: readonly ColumnCensus[]): string {
  const shown = columns.slice(0, 30).map(({ name }) => `"${name}"`);
  return shown.join(', ') + (columns.length > 30 ? ` and ${columns.length - 30} more` : '');
}

function targetColumn(file: string, columns: readonly ColumnCensus[], wanted: string | undefined) {
  if (wanted === undefined) {
    const index = guessedTarget(columns.map(({ name }) => name)) ?? columns.length - 1;
    return { index, name: columns[index]?.name ?? '', guessed: true };
  }
  const index = columns.findIndex(({ name }) => name === wanted);
  if (index < 0)
    throw new DatasetError(
      'dataset.target',
      `"${file}" has no column "${wanted}" for the target. Its columns are ${listOf(columns)}; choose one ("target" under Preparing, --target).`,
    );
  return { index, name: wanted, guessed: false };
}

interface Encoder {
  readonly column: number;
  readonly width: number;
  /** Of the numbers that it gives. */
  readonly names: readonly string[];
  encode(cell: string, into: Float32Array, at: number): void;
}

function encoderOf(
  { name, type, role, categories = [] }: TableColumn,
  column: number,
  form: 'one-hot' | 'index',
): Encoder | null {
  if (role !== 'input') return null;
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

/** Classes for words and for few whole numbers, unless the network gives one number; else values. */
async function targetsOf(
  column: TableColumn | undefined,
  census: ColumnCensus | undefined,
  index: number,
  source: {
    readonly request: SourceRequest;
    readonly count: number;
    rowsOf(
      indices: ArrayLike<number>,
      take: (cells: readonly string[], place: number) => void,
    ): Promise<void>;
  },
): Promise<Targets> {
  const { request, count, rowsOf } = source;
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const names = census?.categories ?? [];
  const areClasses =
    column?.type === 'category' ||
    (census?.isNumbered === true && !wantsValues(request.output, names.length));
  if (areClasses) {
    const places = new Map(names.map((word, i) => [word, i]));
    const labels = new Int32Array(count);
    await rowsOf(all, (cells, place) => {
      labels[place] = places.get(cells[index] ?? '') ?? -1;
    });
    return { kind: 'classes', labels, names, areNamed: true };
  }
  const values = new Float32Array(count);
  await rowsOf(all, (cells, place) => {
    const value = numberOf(cells[index] ?? '');
    values[place] = value !== null && Number.isFinite(value) ? value : Number.NaN;
  });
  return { kind: 'values', values, shape: [1] };
}
