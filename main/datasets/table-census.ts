import { createReadStream } from 'node:fs';
import path from 'node:path';
import { DatasetError } from './dataset-error.ts';
import { ColumnCensus, numberOf } from './formats/column-types.ts';
import { readDelimited, readDelimitedFile } from './formats/delimited-text.ts';
import type { BrokenSample } from './sample-source.ts';

/** Rows that are looked at to tell a header from numbers. */
const LOOKED_AT = 20;

/** Where the rows stand and what the columns hold. */
export interface Census {
  readonly separator: string;
  readonly columns: readonly ColumnCensus[];
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly lines: readonly number[];
  readonly broken: readonly BrokenSample[];
}

/**
 * Goes through a table once: where its rows stand and what its columns hold.
 *
 * @param file its path
 * @throws DatasetError `dataset.empty`, `dataset.format`
 */
export async function takeCensus(file: string): Promise<Census> {
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
