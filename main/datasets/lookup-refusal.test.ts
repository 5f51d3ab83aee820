import { describe, expect, it } from 'vitest';
import type { NetworkPorts } from '../../shared/contract/data.ts';
import type { DataSettings } from '../../shared/document/data-settings.ts';
import { describeData } from './describe.ts';
import { asking, npzFile, prepared, put, type TestArray, testFolder } from './testing.ts';

const folder = await testFolder();

const NETWORK: NetworkPorts = {
  inputs: [
    { name: 'words', extents: [2], lookup: { layer: 'table', rows: 10 } },
    { name: 'facts', extents: [1] },
  ],
  outputs: [{ name: 'kind', extents: [2] }],
};

async function ask(words: TestArray['data'], settings: DataSettings = {}) {
  const facts = { shape: [4, 1], data: Float32Array.of(1, 2, 300, -4) };
  const kind = { shape: [4], data: Int32Array.of(0, 1, 0, 1) };
  const content = await npzFile({ words: { shape: [4, 2], data: words }, facts, kind });
  return asking(await put(folder, 'words.npz', content), { network: NETWORK, settings, split: [1, 0, 0] });
}

describe('numbers that a network looks up in a table', () => {
  it('are taken as they are up to its last row, bytes and fractions that are cut too', async () => {
    for (const words of [
      Uint8Array.of(0, 9, 3, 4, 5, 6, 7, 8),
      Float32Array.of(-0.5, 9.9, 3, 4, 5, 6, 7, 8),
    ]) {
      const { dataset, scaling } = await prepared(await ask(words));
      expect(scaling.map(({ kind }) => kind)).toEqual(['none', 'none']);
      expect(Array.from((await dataset.read([0])).inputs[0]?.data ?? [])).toEqual([words[0], words[1]]);
    }
  });

  it.each([
    [
      'beyond the last row',
      Int32Array.of(0, 9, 3, 1234, 5, 6, 7, 8),
      {},
      'dataset.range',
      /input "words" in ".*words\.npz" go from 0 to 1,234, but "table" .* 10 rows, 0 to 9\. Give "table" 1,235 rows .* or mend the numbers\.$/,
    ],
    [
      'below the first',
      Int32Array.of(0, -1, 3, 4, 5, 6, 7, 8),
      {},
      'dataset.range',
      /go from -1 to 8, .* Mend the numbers\.$/,
    ],
    [
      'scaled',
      Int32Array.of(0, 1, 3, 4, 5, 6, 7, 8),
      { scaling: 'standardization' },
      'dataset.scaling',
      /input "words" are looked up in the table of "table"; scaled \(standardization\) .* --scaling words=none\)\.$/,
    ],
  ] satisfies [string, Int32Array, DataSettings, string, RegExp][])(
    '%s are refused before a run, and told when the data are described',
    async (_, words, settings, code, message) => {
      const request = await ask(words, settings);
      const refusal = { code, message: expect.stringMatching(message) };
      await expect(prepared(request)).rejects.toMatchObject(refusal);
      expect((await describeData(request)).refusal).toEqual(refusal);
    },
  );

  it('are scaled by name where another input alone is', async () => {
    const { scaling } = await prepared(
      await ask(Int32Array.of(0, 1, 3, 4, 5, 6, 7, 8), { scaling: { facts: 'min-max' } }),
    );
    expect(scaling.map(({ kind }) => kind)).toEqual(['none', 'min-max']);
  });
});
