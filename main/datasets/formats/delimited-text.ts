import { createReadStream } from 'node:fs';

/** A line of a table: its cells and where it stands in the file. */
export interface TextRow {
  readonly cells: readonly string[];
  /** Byte offset and length, the line's end included. */
  readonly offset: number;
  readonly length: number;
  /** Number of the line, from 1. */
  readonly line: number;
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Reads a table of cells parted by one character, as RFC 4180 has it: quoted cells may hold separators, line ends and doubled
 * quotes. Empty lines are passed over.
 *
 * @param chunks the file's bytes
 * @param separator one ASCII character
 */
export async function* readDelimited(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  separator: string,
): AsyncGenerator<TextRow> {
  let rest: Buffer = Buffer.alloc(0);
  let scanned = 0;
  let offset = 0;
  let line = 1;
  let isQuoted = false;
  let lines = 0;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let begin = 0;
    for (; scanned < rest.length; scanned++) {
      const byte = rest[scanned];
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === NEWLINE) {
        lines++;
        if (isQuoted) continue;
        const row = rest.subarray(begin, scanned + 1);
        const cells = cellsOf(row, separator, offset === 0);
        if (cells) yield { cells, offset, length: row.length, line };
        line += lines;
        lines = 0;
        offset += row.length;
        begin = scanned + 1;
      }
    }
    rest = rest.subarray(begin);
    scanned -= begin;
  }
  const cells = cellsOf(rest, separator, offset === 0);
  if (cells) yield { cells, offset, length: rest.length, line };
}

/** The lines of a table file. */
export function readDelimitedFile(file: string, separator: string): AsyncGenerator<TextRow> {
  return readDelimited(createReadStream(file, { highWaterMark: 1 << 18 }), separator);
}

/**
 * The cells of one line; null for an empty line.
 *
 * @param bytes the line with or without its end
 * @param isFirst whether a byte order mark may precede it
 */
export function cellsOf(bytes: Buffer, separator: string, isFirst = false): readonly string[] | null {
  let end = bytes.length;
  if (end > 0 && bytes[end - 1] === NEWLINE) end--;
  if (end > 0 && bytes[end - 1] === RETURN) end--;
  let text = bytes.toString('utf8', 0, end);
  if (isFirst && text.startsWith('\ufeff')) text = text.slice(1);
  if (text.trim() === '') return null;
  if (!text.includes('"')) return text.split(separator).map(cell => cell.trim());
  return quotedCells(text, separator);
}

function quotedCells(text: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let wasQuoted = false;
  const close = () => {
    cells.push(wasQuoted ? cell : cell.trim());
    cell = '';
    wasQuoted = false;
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (character === '"' && cell.trim() === '') {
      isQuoted = true;
      wasQuoted = true;
      cell = '';
    } else if (character === separator) close();
    else if (!wasQuoted || character !== ' ') cell += character;
  }
  close();
  return cells;
}
