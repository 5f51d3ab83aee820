import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { type ByteRange, DataFiles } from './formats/byte-range.ts';
import { asking, idxFile, numbers, prepared, put, testFolder, upTo } from './testing.ts';

const root = await testFolder();

describe("MNIST's files", () => {
  it('give images and labels of a folder, packed or not, training and test apart', async () => {
    const folder = `${root}/idx`;
    await put(folder, 'train-images-idx3-ubyte', idxFile([4, 2, 2], upTo(16)));
    await put(folder, 'train-labels-idx1-ubyte', idxFile([4], [0, 1, 2, 1]));
    await put(
      folder,
      't10k-images-idx3-ubyte.gz',
      gzipSync(
        idxFile(
          [2, 2, 2],
          upTo(8).map(i => 100 + i),
        ),
      ),
    );
    await put(folder, 't10k-labels-idx1-ubyte.gz', gzipSync(idxFile([2], [2, 0])));
    const { dataset, split } = await prepared(asking(folder, { settings: { scaling: 'none' } }));
    expect(dataset.info).toMatchObject({
      samples: 6,
      inputs: [{ name: null, shape: [2, 2, 1] }],
      targets: [{ name: null, classes: ['0', '1', '2'] }],
    });
    const { inputs, targets } = await dataset.read(split.test);
    expect(numbers(inputs)).toEqual(upTo(8).map(i => 100 + i));
    expect(numbers(targets)).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it('are refused without labels, cut off, or of other lengths', async () => {
    const alone = await put(`${root}/alone`, 'train-images-idx3-ubyte', idxFile([1, 2, 2], upTo(4)));
    await expect(prepared(asking(alone))).rejects.toThrow('"train-labels-idx1-ubyte" or');
    await put(`${root}/alone`, 'train-labels-idx1-ubyte', idxFile([2], [0, 1]));
    await expect(prepared(asking(alone))).rejects.toThrow(
      '"train-images-idx3-ubyte" has 1 samples, but "train-labels-idx1-ubyte" 2.',
    );
    await put(`${root}/alone`, 'train-images-idx3-ubyte', idxFile([3, 2, 2], upTo(4)));
    await expect(prepared(asking(alone))).rejects.toThrow('3 × 2 × 2 numbers take 12 bytes, but 4 are there');
    await put(`${root}/packed`, 'train-images-idx3-ubyte.gz', 'no gzip');
    await put(`${root}/packed`, 'train-labels-idx1-ubyte', idxFile([2], [0, 1]));
    await expect(prepared(asking(`${root}/packed`))).rejects.toThrow('cannot be unpacked');
  });
});

describe('CIFAR', () => {
  /** A record: label bytes, then 1,024 red, green and blue bytes. */
  const record = (labels: readonly number[], red: number, green: number, blue: number) =>
    Buffer.concat([
      Buffer.from(labels),
      Buffer.alloc(1024, red),
      Buffer.alloc(1024, green),
      Buffer.alloc(1024, blue),
    ]);

  it('10: planes become pixels, names come from the file beside them', async () => {
    const names = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');
    const folder = `${root}/cifar-10`;
    await put(folder, 'batches.meta.txt', `${names.join('\n')}\n\n`);
    await put(folder, 'data_batch_1.bin', Buffer.concat([record([3], 1, 2, 3), record([9], 4, 5, 6)]));
    await put(folder, 'data_batch_2.bin', record([0], 7, 8, 9));
    await put(folder, 'test_batch.bin', record([1], 10, 11, 12));
    const { dataset, split } = await prepared(
      asking(folder, { settings: { scaling: 'none' }, split: [1, 0, 0] }),
    );
    expect(dataset.info).toMatchObject({
      samples: 4,
      inputs: [{ shape: [32, 32, 3] }],
      targets: [{ classes: names }],
    });
    expect(numbers((await dataset.read([1])).inputs).slice(0, 6)).toEqual([4, 5, 6, 4, 5, 6]);
    expect(Array.from(split.test, i => dataset.labels[0]?.[i])).toEqual([1]);
  });

  it('100: the second byte is the label; a length that fits neither is refused, a label out of range too', async () => {
    const file = await put(
      `${root}/cifar-100`,
      'train.bin',
      Buffer.concat([record([1, 99], 1, 2, 3), record([0, 5], 1, 2, 3)]),
    );
    const { dataset } = await prepared(asking(file, { split: [1, 0, 0] }));
    expect(Array.from(dataset.labels[0] ?? [])).toEqual([99, 5]);
    const cut = await put(`${root}/cut`, 'train.bin', record([1, 99], 1, 2, 3).subarray(0, 3000));
    await expect(prepared(asking(cut))).rejects.toThrow('records of 3,073 bytes');
    const wrong = await put(
      `${root}/wrong`,
      'test.bin',
      Buffer.concat([record([10], 1, 2, 3), record([0], 1, 2, 3)]),
    );
    await expect(prepared(asking(wrong))).rejects.toMatchObject({ code: 'dataset.labels' });
  });
});

describe('the files of data that are refused', () => {
  it('are closed', async () => {
    const opened: ByteRange[] = [];
    const open = DataFiles.prototype.open;
    const watch = vi.spyOn(DataFiles.prototype, 'open').mockImplementation(async function (
      this: DataFiles,
      file,
    ) {
      const range = await open.call(this, file);
      opened.push(range);
      return range;
    });
    await put(`${root}/uneven`, 'train-images-idx3-ubyte', idxFile([1, 2, 2], upTo(4)));
    await put(`${root}/uneven`, 'train-labels-idx1-ubyte', idxFile([2], [0, 1]));
    await expect(prepared(asking(`${root}/uneven`))).rejects.toThrow(
      '"train-images-idx3-ubyte" has 1 samples, but "train-labels-idx1-ubyte" 2.',
    );
    watch.mockRestore();
    expect(opened).toHaveLength(2);
    for (const range of opened) await expect(range.read(0, 4)).rejects.toThrow('closed');
  });
});
