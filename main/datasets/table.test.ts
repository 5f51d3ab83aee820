import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeData } from './describe.ts';
import { asking, networkOf, numbers, prepared, put, testFolder, upTo } from './testing.ts';

const folder = await testFolder();
const whole: readonly [number, number, number] = [1, 0, 0];

const SMALL = 'width,colour,class\n1,red,yes\n3,blue,no\n5,red,no\n7,green,yes\n';

it('takes numbers as they are, words as categories, a column named class as the target', async () => {
  const name = await put(folder, 'small.csv', SMALL);
  const { dataset } = await prepared(asking(name, { split: whole, settings: { scaling: 'none' } }));
  expect(dataset.info).toMatchObject({
    inputs: [{ name: null, shape: [4], columns: ['width', 'colour: blue', 'colour: green', 'colour: red'] }],
    targets: [{ name: null, shape: [2], classes: ['no', 'yes'] }],
  });
  const { inputs, targets } = await dataset.read(upTo(4));
  expect(numbers(inputs)).toEqual([1, 0, 0, 1, 3, 1, 0, 0, 5, 0, 0, 1, 7, 0, 1, 0]);
  expect(numbers(targets)).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
  // Runs of earlier versions know their data by this very hash: samples, class numbers, names.
  const hash = createHash('sha256')
    .update(Float32Array.of(1, 0, 0, 1, 3, 1, 0, 0, 5, 0, 0, 1, 7, 0, 1, 0))
    .update(Int32Array.of(1, 0, 0, 1))
    .update('["no","yes"]');
  expect(dataset.identity).toBe(`sha256:${hash.digest('hex')}`);
  expect((await describeData(asking(name))).columns).toEqual([
    { name: 'width', type: 'number', role: 'input', missing: 0, min: 1, max: 7 },
    { name: 'colour', type: 'category', role: 'input', missing: 0, categories: ['blue', 'green', 'red'] },
    { name: 'class', type: 'category', role: 'target', missing: 0, categories: ['no', 'yes'] },
  ]);
});

it('takes categories as numbers when asked, another target, and 0 or 1 for a single sigmoid', async () => {
  const name = await put(folder, 'index.csv', SMALL);
  const index = await prepared(
    asking(name, {
      split: whole,
      network: networkOf({ output: [1] }),
      settings: { scaling: 'none', categories: 'index' },
    }),
  );
  expect(index.dataset.info.inputs[0]?.columns).toEqual(['width', 'colour']);
  const { inputs, targets } = await index.dataset.read(upTo(4));
  expect(numbers(inputs)).toEqual([1, 2, 3, 0, 5, 2, 7, 1]);
  expect(numbers(targets)).toEqual([1, 0, 0, 1]);
  const other = await prepared(
    asking(name, {
      split: whole,
      network: networkOf({ output: [1] }),
      settings: { target: 'width', ignore: ['class'] },
    }),
  );
  expect(other.dataset.info).toMatchObject({
    inputs: [{ shape: [3] }],
    targets: [{ shape: [1], classes: null }],
  });
  expect(numbers((await other.dataset.read(upTo(4))).targets)).toEqual([1, 3, 5, 7]);
});

it('scales each column by the training samples alone', async () => {
  const rows = upTo(50).map(i => `${i * i},${1000 - i},${i % 2}`);
  const name = await put(folder, 'scaled.csv', `a,b,y\n${rows.join('\n')}`);
  const {
    dataset,
    split,
    scaling: [scaling],
  } = await prepared(asking(name));
  const training = Array.from(split.train, i => i * i);
  const mean = training.reduce((sum, value) => sum + value, 0) / training.length;
  const variance = training.reduce((sum, value) => sum + (value - mean) ** 2, 0) / training.length;
  expect(scaling?.kind).toBe('standardization');
  expect(scaling?.offset[0]).toBeCloseTo(mean, 3);
  expect(1 / (scaling?.factor[0] ?? 0)).toBeCloseTo(Math.sqrt(variance), 3);
  const { inputs } = await dataset.read([7]);
  expect(numbers(inputs)[0]).toBeCloseTo((49 - mean) / Math.sqrt(variance), 5);
});

const many = (cell: (i: number) => string) =>
  upTo(60)
    .map(i => `${i},${cell(i)},${i % 2}`)
    .join('\n');

it.each([
  ['text', `a,note,y\n${many(i => `note ${i}`)}`, {}, 'dataset.text', 'The column "note"'],
  ['a missing target', SMALL, { target: 'price' }, 'dataset.target', 'has no column "price"'],
  ['a missing column to ignore', SMALL, { ignore: ['x'] }, 'dataset.target', 'has no column "x"'],
  [
    'NaN',
    `a,b,y\n${many(i => (i === 4 ? 'NaN' : '1'))}`,
    {},
    'dataset.nan',
    '1 number that is missing or not finite (NaN, infinite), the first in line 6',
  ],
  ['an infinite target', 'a,y\n1,0.5\n2,inf\n', {}, 'dataset.nan', 'line 3'],
  ['one class', 'a,y\n1,no\n2,no\n', {}, 'dataset.one-class', 'of one class, "no"'],
  ['a header alone', 'a,y\n', {}, 'dataset.empty', 'has no rows'],
  ['nothing', '', {}, 'dataset.empty', 'is empty'],
  ['lines of other lengths', `${SMALL}8,red\n9,red,yes,no\n`, {}, 'dataset.broken', '2 lines of'],
  ['bytes', Buffer.from([1, 0, 0, 10, 0]), {}, 'dataset.format', 'zero bytes'],
])('refuses %s with a sentence', async (title, text, settings, code, words) => {
  const name = await put(folder, `${title}.csv`, text);
  await expect(prepared(asking(name, { settings }))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words),
  });
});

it('leaves broken lines out when asked', async () => {
  const name = await put(folder, 'skip.csv', `${SMALL}8,red\n`);
  const { dataset, skipped } = await prepared(asking(name, { settings: { skipBroken: true } }));
  expect(dataset.info.samples).toBe(4);
  expect(skipped).toEqual([{ name: 'line 6', reason: '2 cells instead of 3' }]);
});

it('reads a table without a header, parted by tabs', async () => {
  const name = await put(folder, 'plain.tsv', '1\t2\t0\n3\t4\t1\n');
  const { dataset } = await prepared(asking(name, { split: whole }));
  expect(dataset.info).toMatchObject({
    samples: 2,
    inputs: [{ shape: [2] }],
    targets: [{ classes: ['0', '1'] }],
  });
});

it('tells that nothing is there, and that a word is no data set', async () => {
  await expect(prepared(asking(`${folder}/none.csv`))).rejects.toThrow('There is no file or folder');
  await expect(prepared(asking('cifar'))).rejects.toThrow('there are mnist');
  const odd = await put(folder, 'odd.pdf', '');
  await expect(prepared(asking(odd))).rejects.toMatchObject({ code: 'dataset.format' });
});
