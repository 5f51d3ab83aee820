import { describe, expect, it } from 'vitest';
import { cellsOf, readDelimited } from './delimited-text.ts';

async function rows(text: string, size: number, separator = ',') {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const found = [];
  for await (const row of readDelimited(chunks, separator)) found.push(row);
  return found;
}

// What Python's csv.reader gives for the same text.
const TEXT = '\ufeffa,"b ""c"", d",e\r\n1, 2 ,"3\n4"\n\n"",ü,\n5,6,7';
const CELLS = [
  ['a', 'b "c", d', 'e'],
  ['1', '2', '3\n4'],
  ['', 'ü', ''],
  ['5', '6', '7'],
];

describe('a table of cells', () => {
  it.each([1, 2, 7, 1000])('is read alike in pieces of %i bytes', async size => {
    const found = await rows(TEXT, size);
    expect(found.map(({ cells }) => cells)).toEqual(CELLS);
    expect(found.map(({ line }) => line)).toEqual([1, 2, 5, 6]);
  });

  it('tells where each line stands, so that it can be read alone', async () => {
    const bytes = Buffer.from(TEXT);
    for (const { cells, offset, length } of await rows(TEXT, 5))
      expect(cellsOf(bytes.subarray(offset, offset + length), ',', offset === 0)).toEqual(cells);
  });

  it('takes tabs and semicolons', async () => {
    expect((await rows('a\tb,c\n', 3, '\t'))[0]?.cells).toEqual(['a', 'b,c']);
    expect((await rows('1;2,5\n', 3, ';'))[0]?.cells).toEqual(['1', '2,5']);
  });
});
