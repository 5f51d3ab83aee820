import { describe, expect, it } from 'vitest';
import type { NetworkPorts } from '../../shared/contract/data.ts';
import type { DataSettings } from '../../shared/document/data-settings.ts';
import { describeData, previewData } from './describe.ts';
import {
  asking,
  networkOf,
  npyFile,
  npzFile,
  numbers,
  prepared,
  put,
  type TestArray,
  testFolder,
  upTo,
} from './testing.ts';

const folder = await testFolder();

/** A picture and two figures in; a class of three and a value out. */
const NETWORK: NetworkPorts = {
  inputs: [
    { name: 'photo', extents: [2, 2, 1] },
    { name: 'facts', extents: [2] },
  ],
  outputs: [
    { name: 'kind', extents: [3] },
    { name: 'price', extents: [1] },
  ],
};
const COUNT = 20;

const ARRAYS: Readonly<Record<string, TestArray>> = {
  photo: { shape: [COUNT, 2, 2], data: Uint8Array.from(upTo(COUNT * 4), i => i * 3) },
  facts: { shape: [COUNT, 2], data: Float32Array.from(upTo(COUNT * 2), i => (i % 2 ? 1000 * i : i)) },
  kind: { shape: [COUNT], data: Int32Array.from(upTo(COUNT), i => i % 3) },
  price: { shape: [COUNT], data: Float32Array.from(upTo(COUNT), i => i / 4) },
};

let written = 0;
async function archive(change: Readonly<Record<string, TestArray>> = {}, compress = false): Promise<string> {
  written += 1;
  return put(folder, `${written}.npz`, await npzFile({ ...ARRAYS, ...change }, compress));
}

const ask = (name: string, settings: DataSettings = {}) =>
  asking(name, { network: NETWORK, settings, split: [0.5, 0.25, 0.25] });

const float = (value: number) => Math.fround(value);

describe('data of several inputs and targets', () => {
  it.each([
    ['an archive', () => archive()],
    ['a compressed archive', () => archive({}, true)],
    [
      'a folder',
      async () => {
        for (const [name, array] of Object.entries(ARRAYS))
          await put(folder, `arrays/${name}.npy`, npyFile(array));
        return `${folder}/arrays`;
      },
    ],
  ])(
    'come from %s: shapes, classes, the very numbers, each input scaled by its own training samples',
    async (_, make) => {
      const { dataset, split, scaling } = await prepared(
        ask(await make(), { scaling: { facts: 'standardization' } }),
      );
      expect(dataset.info).toMatchObject({
        samples: COUNT,
        inputs: [
          { name: 'photo', shape: [2, 2, 1] },
          { name: 'facts', shape: [2] },
        ],
        targets: [
          { name: 'kind', shape: [3], classes: ['0', '1', '2'] },
          { name: 'price', shape: [1], classes: null },
        ],
      });
      const figures = (k: number) => {
        const values = Array.from(split.train, i => ARRAYS.facts?.data[2 * i + k] ?? 0);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        return [mean, 1 / Math.sqrt(variance)] as const;
      };
      const [[mean0, factor0], [mean1, factor1]] = [figures(0), figures(1)];
      expect(scaling).toEqual([
        { kind: 'unit', offset: [0], factor: [1 / 255], areBytes: true },
        {
          kind: 'standardization',
          offset: [expect.closeTo(mean0, 3), expect.closeTo(mean1, 3)],
          factor: [expect.closeTo(factor0, 6), expect.closeTo(factor1, 9)],
          areBytes: false,
        },
      ]);
      const { inputs, targets } = await dataset.read([7, 2]);
      expect(numbers(inputs, 0)).toEqual([28, 29, 30, 31, 8, 9, 10, 11].map(i => float(i * 3 * (1 / 255))));
      expect(numbers(inputs, 1)).toEqual(
        [
          (14 - mean0) * factor0,
          (15_000 - mean1) * factor1,
          (4 - mean0) * factor0,
          (5000 - mean1) * factor1,
        ].map(value => expect.closeTo(value, 4)),
      );
      expect(numbers(targets, 0)).toEqual([0, 1, 0, 0, 0, 1]);
      expect(numbers(targets, 1)).toEqual([7 / 4, 2 / 4]);
    },
  );

  it('keep the shares of the first target with classes in every part, and have one hash for all arrays', async () => {
    const { dataset, split } = await prepared(ask(await archive()));
    const counts = [0, 1, 2].map(
      kind => [...split.train].filter(i => dataset.labels[0]?.[i] === kind).length,
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(dataset.labels[1]).toBeNull();
    const identity = async (name: string) => (await prepared(ask(name))).dataset.identity;
    expect(await identity(await archive({}, true))).toBe(dataset.identity);
    for (const name of Object.keys(ARRAYS)) {
      const array = ARRAYS[name];
      if (!array) continue;
      const data = array.data.slice();
      data[3] = (data[3] ?? 0) === 1 ? 2 : 1;
      expect(await identity(await archive({ [name]: { ...array, data } })), name).not.toBe(dataset.identity);
    }
  });

  it('are read from the archive batch by batch beyond the budget, to the very numbers', async () => {
    const many = 60_000;
    const name = await archive({
      photo: { shape: [many, 2, 2], data: Uint8Array.from(upTo(many * 4), i => i % 251) },
      facts: { shape: [many, 2], data: Float32Array.from(upTo(many * 2), i => (i * 7) % 13) },
      kind: { shape: [many], data: Int32Array.from(upTo(many), i => i % 3) },
      price: { shape: [many], data: new Float32Array(many) },
    });
    const memory = await prepared(ask(name, { scaling: 'min-max' }));
    const streamed = await prepared(ask(name, { scaling: 'min-max', memoryBudget: 1 }));
    expect([memory, streamed].map(({ dataset }) => dataset.isStreamed)).toEqual([false, true]);
    expect(streamed.dataset.identity).toBe(memory.dataset.identity);
    expect(streamed.scaling).toEqual(memory.scaling);
    const places = [3, 59_999, 4, 5, 0];
    expect(await streamed.dataset.read(places)).toEqual(await memory.dataset.read(places));
    const packed = await put(
      folder,
      'packed.npz',
      await npzFile({ ...ARRAYS, photo: { shape: [many, 2, 9], data: new Uint8Array(many * 18) } }, true),
    );
    await expect(prepared(ask(packed, { memoryBudget: 1 }))).rejects.toMatchObject({
      code: 'dataset.memory',
      message: expect.stringContaining('np.savez instead of np.savez_compressed'),
    });
  });

  it('are described by input and target: ranges, balance, what is not used, what each sample is', async () => {
    const name = await archive({ ids: { shape: [COUNT], data: Int32Array.from(upTo(COUNT)) } });
    const { report, inputs, captions } = await previewData(ask(name));
    expect(report).toMatchObject({
      kind: 'npz',
      inputs: [
        { name: 'photo', range: { min: 0, max: 237 } },
        { name: 'facts', range: { min: 0, max: 39_000 } },
      ],
      targets: [
        { name: 'kind', balance: [{ count: 7 }, { count: 7 }, { count: 6 }], range: null },
        { name: 'price', balance: null, range: { min: 0, max: 4.75 } },
      ],
      unused: ['ids'],
      target: null,
      refusal: null,
      bytes: COUNT * 6 * 4,
    });
    expect(inputs.map(({ shape }) => shape)).toEqual([
      [COUNT, 2, 2, 1],
      [COUNT, 2],
    ]);
    expect(captions.map(list => list.slice(0, 3))).toEqual([
      ['0', '1', '2'],
      ['0', '0.25', '0.5'],
    ]);
  });

  const price = (change: (values: Float32Array) => void): Record<string, TestArray> => {
    const data = Float32Array.from(ARRAYS.price?.data ?? []);
    change(data);
    return { price: { shape: [COUNT], data } };
  };

  it.each([
    [
      'other numbers of samples',
      { facts: { shape: [19, 2], data: new Float32Array(38) } },
      'dataset.shape',
      '"photo" has 20 samples, but "facts" 19.',
    ],
    [
      'labels beyond the output',
      { kind: { shape: [COUNT], data: Int32Array.from(upTo(COUNT), i => i % 5) } },
      'dataset.labels',
      'The labels of "kind" in',
    ],
    [
      'one class',
      { kind: { shape: [COUNT], data: new Int32Array(COUNT).fill(2) } },
      'dataset.one-class',
      'of one class in the target "kind", "2"',
    ],
    [
      'a target that is no number',
      price(values => values.fill(Number.NaN, 4, 6)),
      'dataset.nan',
      '2 numbers that are missing or not finite (NaN, infinite), the first in sample 4 of the target "price"',
    ],
    [
      'an input that is no number',
      {
        facts: { shape: [COUNT, 2], data: new Float32Array(COUNT * 2).fill(Number.POSITIVE_INFINITY, 7, 8) },
      },
      'dataset.nan',
      'sample 3 of the input "facts"',
    ],
  ])('with %s are refused by name', async (_, change, code, words) => {
    const name = await archive(change);
    await expect(prepared(ask(name))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });

  it('with a column or array named twice for one input are refused', async () => {
    const settings: DataSettings = { columns: { facts: ['facts', 'facts'] } };
    await expect(prepared(ask(await archive(), settings))).rejects.toMatchObject({
      code: 'dataset.target',
      message: expect.stringContaining('"facts" stands twice in what is chosen for "facts"'),
    });
  });

  it('with a scaling for what is no input are refused', async () => {
    await expect(prepared(ask(await archive(), { scaling: { fact: 'unit' } }))).rejects.toMatchObject({
      code: 'dataset.scaling',
      message: expect.stringContaining('"fact", which is no input; there are "photo", "facts"'),
    });
  });

  it('that come along stand in the order of the network, each with its own scaling', async () => {
    const port = (name: string) => ({ name, extents: null });
    const network = { inputs: ['material', 'picture'].map(port), outputs: ['weight', 'form'].map(port) };
    const settings: DataSettings = { scaling: { picture: 'min-max' } };
    const { dataset, scaling } = await prepared(asking('parcels', { network, settings }));
    const plain = (await prepared(asking('parcels'))).dataset;
    expect(dataset.info.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['material', [3]],
      ['picture', [16, 16, 1]],
    ]);
    expect(dataset.info.targets.map(({ name }) => name)).toEqual(['weight', 'form']);
    expect(scaling.map(({ kind }) => kind)).toEqual(['none', 'min-max']);
    const [own, before] = [await dataset.read([5]), await plain.read([5])];
    expect(own.inputs[0]).toEqual(before.inputs[1]);
    expect(own.targets).toEqual([...before.targets].reverse());
    expect(dataset.labels.map(labels => labels?.[5] ?? null)).toEqual([null, 2]);
    expect(dataset.identity).toBe(plain.identity);
  });

  it('scaled by the name of a sole input are scaled so', async () => {
    const x = { shape: [4, 2], data: Float32Array.from(upTo(8)) };
    const y = { shape: [4], data: Int32Array.of(0, 1, 0, 1) };
    const name = await put(folder, 'sole.npz', await npzFile({ x, y }));
    const settings: DataSettings = { scaling: { in: 'min-max' } };
    const { scaling } = await prepared(asking(name, { network: networkOf({}), settings, split: [1, 0, 0] }));
    expect(scaling).toMatchObject([{ kind: 'min-max', offset: [0, 1], factor: [1 / 6, 1 / 6] }]);
  });

  it('come from a table: columns by name, the rest to the input that is left', async () => {
    const rows = upTo(12).map(i => `${i},${10 * i},${i % 2 ? 'red' : 'blue'},${i % 3},${i / 2},note ${i}`);
    const name = await put(folder, 'several.csv', `a,b,colour,kind,price,note\n${rows.join('\n')}\n`);
    const network: NetworkPorts = {
      inputs: [
        { name: 'wide', extents: [2] },
        { name: 'deep', extents: [2] },
      ],
      outputs: NETWORK.outputs,
    };
    const settings: DataSettings = {
      scaling: 'none',
      ignore: ['note'],
      columns: { wide: ['b', 'a'], price: ['price'] },
    };
    const { dataset } = await prepared(asking(name, { network, settings, split: [1, 0, 0] }));
    expect(dataset.info).toMatchObject({
      inputs: [
        { name: 'wide', shape: [2], columns: ['b', 'a'] },
        { name: 'deep', shape: [2], columns: ['colour: blue', 'colour: red'] },
      ],
      targets: [
        { name: 'kind', shape: [3], classes: ['0', '1', '2'] },
        { name: 'price', shape: [1], classes: null },
      ],
    });
    const { inputs, targets } = await dataset.read([5, 2]);
    expect([0, 1].map(i => numbers(inputs, i))).toEqual([
      [50, 5, 20, 2],
      [0, 1, 1, 0],
    ]);
    expect([0, 1].map(i => numbers(targets, i))).toEqual([
      [0, 0, 1, 0, 0, 1],
      [2.5, 1],
    ]);
    const report = await describeData(asking(name, { network, settings }));
    expect(report.columns?.map(({ name: column, role, belongsTo }) => [column, role, belongsTo])).toEqual([
      ['a', 'input', ['wide']],
      ['b', 'input', ['wide']],
      ['colour', 'input', ['deep']],
      ['kind', 'target', ['kind']],
      ['price', 'target', ['price']],
      ['note', 'ignored', undefined],
    ]);
  });

  it('with several columns for one target are values, or classes where each row has a single 1', async () => {
    const name = await put(folder, 'columns.csv', 'x,left,right,u,v\n1,1,0,0.5,3\n2,0,1,1,4\n3,1,0,2,5\n');
    const network: NetworkPorts = {
      inputs: [{ name: 'in', extents: [1] }],
      outputs: [
        { name: 'side', extents: [2] },
        { name: 'place', extents: [2] },
      ],
    };
    const settings: DataSettings = {
      scaling: 'none',
      columns: { side: ['left', 'right'], place: ['u', 'v'] },
    };
    const { dataset } = await prepared(asking(name, { network, settings, split: [1, 0, 0] }));
    expect(dataset.info.inputs).toEqual([{ name: null, shape: [1], columns: ['x'] }]);
    expect(dataset.info.targets).toEqual([
      { name: 'side', shape: [2], classes: ['left', 'right'] },
      { name: 'place', shape: [2], classes: null },
    ]);
    const { targets } = await dataset.read([2, 1]);
    expect([0, 1].map(i => numbers(targets, i))).toEqual([
      [1, 0, 0, 1],
      [2, 5, 1, 4],
    ]);
  });

  it.each([
    [{}, 'dataset.missing', 'no columns for the inputs "wide", "deep"'],
    [{ wide: ['a'], deep: ['c'] }, 'dataset.target', 'has no column "c" for the input "deep"'],
    [{ wide: ['a', 'kind'] }, 'dataset.target', 'The column "kind"'],
    [{ wide: ['a'], cost: ['b'] }, 'dataset.missing', 'chosen for "cost", which is neither'],
    [
      { wide: ['a', 'b'] },
      'dataset.empty',
      'no columns for the input "deep" beside the targets "kind", "price"',
    ],
  ] as const)('in a table with the columns %j are refused by name', async (columns, code, words) => {
    const name = await put(folder, 'refused.csv', 'a,b,kind,price\n1,2,0,1\n3,4,1,2\n');
    const network: NetworkPorts = {
      inputs: [
        { name: 'wide', extents: [1] },
        { name: 'deep', extents: [1] },
      ],
      outputs: NETWORK.outputs,
    };
    await expect(prepared(asking(name, { network, settings: { columns } }))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    });
  });
});
