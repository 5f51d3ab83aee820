import { expect, it } from 'vitest';
import { memoryRange } from './formats/byte-range.ts';
import { readNpy } from './formats/npy.ts';
import { readAll } from './formats/number-array.ts';
import golden from './golden/numpy.json' with { type: 'json' };
import { asking, networkOf, numbers, prepared, put, testFolder, upTo } from './testing.ts';

const folder = await testFolder();
const bytes = (text: string) => Buffer.from(text, 'base64');
const open = (text: string) => readNpy(memoryRange(bytes(text)), 'a.npy');

it.each(Object.entries(golden.arrays))(
  'reads NumPy arrays of %s as NumPy has them',
  async (_, { file, values }) => {
    const array = await open(file);
    expect(array.shape).toEqual([2, 3]);
    expect(Array.from(await readAll(array))).toEqual(values);
  },
);

it.each([
  ['objects', golden.object, 'holds Python objects', 'dataset.objects'],
  ['records', golden.record, 'records', 'dataset.format'],
  ['Fortran order', golden.fortran, 'np.ascontiguousarray', 'dataset.format'],
  ['a cut file', golden.arrays.float64.file.slice(0, 200), 'numbers take 48 bytes, but', 'dataset.format'],
  [
    'another file',
    Buffer.from('hello world, this is text').toString('base64'),
    'does not begin',
    'dataset.format',
  ],
])('refuses %s with a sentence', async (_, text, words, code) => {
  await expect(open(text)).rejects.toThrow(words);
  await expect(open(text)).rejects.toMatchObject({ code });
});

it('opens an archive with x and y: samples, classes, split', async () => {
  const name = await put(folder, 'stored.npz', bytes(golden.stored));
  const { dataset, split } = await prepared(asking(name, { split: [0.5, 0.25, 0.25] }));
  expect(dataset.info).toMatchObject({
    samples: 4,
    inputs: [{ name: null, shape: [3, 2] }],
    targets: [{ name: null, shape: [3], classes: ['0', '1', '2'] }],
  });
  const { inputs, targets } = await dataset.read([1, 3]);
  expect(numbers(inputs)).toEqual([6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23]);
  expect(numbers(targets)).toEqual([0, 1, 0, 0, 1, 0]);
  expect([...split.train, ...split.validation, ...split.test].sort()).toEqual(upTo(4));
});

it('takes training and test samples as the archive divides them', async () => {
  const name = await put(folder, 'packed.npz', bytes(golden.packed));
  const { split } = await prepared(asking(name, { split: [0.5, 0.25, 0.25] }));
  expect(Array.from(split.test)).toEqual([4, 5]);
  expect([...split.train, ...split.validation].sort()).toEqual([0, 1, 2, 3]);
});

it('refuses an archive of objects, one without targets, one that is none, one beyond the budget', async () => {
  const refused = async (file: string, content: Buffer, more = {}) =>
    prepared(asking(await put(folder, file, content), more)).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );
  expect(await refused('objects.npz', bytes(golden.objects))).toBe('dataset.objects');
  expect(await refused('target.npz', bytes(golden.stored), { settings: { target: 'z' } })).toBe(
    'dataset.target',
  );
  expect(await refused('none.npz', Buffer.from('no zip'))).toBe('dataset.format');
});

it('tells labels beyond what the network gives', async () => {
  const name = await put(folder, 'labels.npz', bytes(golden.stored));
  await expect(prepared(asking(name, { network: networkOf({ output: [2] }) }))).rejects.toThrow(
    'go up to 2, but the network tells 2 classes, 0 to 1. Give the output 3 units or mend the labels.',
  );
});
