import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { describeData } from './describe.ts';
import { decodeBmp } from './formats/bmp.ts';
import { asking, networkOf, numbers, prepared, put, testFolder } from './testing.ts';

const root = await testFolder();

/** A picture of 2 × 3 pixels of one colour with a black corner. */
function pixels([red, green, blue]: readonly [number, number, number]): Buffer {
  return Buffer.from([0, 0, 0, ...Array.from({ length: 5 }, () => [red, green, blue]).flat()]);
}

const picture = (colour: readonly [number, number, number]) =>
  sharp(pixels(colour), { raw: { width: 3, height: 2, channels: 3 } });

/** A BMP by the book: 54 bytes of header, rows from below, blue first, rows padded to four bytes. */
function bmp(colour: readonly [number, number, number], topDown = false): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(54 + 24, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(3, 18);
  head.writeInt32LE(topDown ? -2 : 2, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  const rgb = pixels(colour);
  const rows = [0, 1].map(y => {
    const row = Buffer.alloc(12);
    for (let x = 0; x < 3; x++)
      for (let c = 0; c < 3; c++) row[x * 3 + c] = rgb[(y * 3 + x) * 3 + 2 - c] ?? 0;
    return row;
  });
  return Buffer.concat([head, ...(topDown ? rows : rows.reverse())]);
}

async function classes(name: string, count: number): Promise<string> {
  const folder = path.join(root, name);
  for (let i = 0; i < count; i++) {
    await put(folder, `red/${i}.png`, await picture([200, 10, 20]).png().toBuffer());
    await put(folder, `blue/${i}.webp`, await picture([10, 20, 250]).webp({ lossless: true }).toBuffer());
    await put(folder, `green/deep/${i}.bmp`, bmp([10, 220, 30]));
  }
  return folder;
}

describe('a folder of pictures', () => {
  it('gives the very pixels of PNG, WebP and BMP divided by 255, the classes by their folders', async () => {
    const folder = await classes('whole', 2);
    const { dataset, scaling } = await prepared(asking(folder));
    expect(dataset.info).toMatchObject({
      samples: 6,
      inputs: [{ name: null, shape: [2, 3, 3] }],
      targets: [{ name: null, shape: [3], classes: ['blue', 'green', 'red'] }],
    });
    expect(scaling).toEqual([{ kind: 'unit', offset: [0], factor: [1 / 255], areBytes: true }]);
    const { inputs, targets } = await dataset.read([0, 2, 4]);
    const colours = [
      [10, 20, 250],
      [10, 220, 30],
      [200, 10, 20],
    ] as const;
    for (const [i, colour] of colours.entries()) {
      const expected = Float32Array.from(pixels(colour)).map(value => value * (1 / 255));
      expect(inputs[0]?.data.subarray(i * 18, (i + 1) * 18)).toEqual(expected);
    }
    expect(numbers(targets)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('brings pictures to what the network takes, grey too', async () => {
    const { dataset } = await prepared(
      asking(await classes('sized', 1), { network: networkOf({ input: [8, 4, 1] }), split: [1, 0, 0] }),
    );
    expect(dataset.info.inputs).toEqual([{ name: null, shape: [8, 4, 1] }]);
    expect(numbers((await dataset.read([0])).inputs)).toHaveLength(32);
  });

  it('reads JPEG nearly', async () => {
    const folder = path.join(root, 'jpeg');
    const plain = sharp({ create: { width: 8, height: 8, channels: 3, background: '#c86432' } });
    await put(folder, 'a/1.jpg', await plain.jpeg({ quality: 100 }).toBuffer());
    await put(folder, 'b/1.JPEG', await plain.jpeg({ quality: 100 }).toBuffer());
    const { dataset } = await prepared(asking(folder, { split: [1, 0, 0] }));
    const [red = 0, green = 0, blue = 0] = numbers((await dataset.read([0])).inputs);
    expect([red * 255, green * 255, blue * 255].map(Math.round)).toEqual([
      expect.closeTo(200, -0.5),
      expect.closeTo(100, -0.5),
      expect.closeTo(50, -0.5),
    ]);
  });

  it('is divided by its folders where they say so, and takes validation from training', async () => {
    const folder = path.join(root, 'divided');
    for (const part of ['train', 'test'])
      for (const name of ['a', 'b'])
        for (let i = 0; i < 5; i++)
          await put(folder, `${part}/${name}/${i}.png`, await picture([9, 9, 9]).png().toBuffer());
    const { dataset, split } = await prepared(asking(folder, { split: [0.6, 0.4, 0] }));
    expect(dataset.info.samples).toBe(20);
    const of = (part: Int32Array) => Array.from(part, i => dataset.labels[0]?.[i] ?? -1).sort();
    expect(of(split.test)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(of(split.train)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(of(split.validation)).toEqual([0, 0, 1, 1]);
  });

  it('names broken files, leaves them out only when asked, and counts them in the report', async () => {
    const folder = await classes('broken', 3);
    await put(folder, 'red/bad.png', 'no picture');
    const whole = await picture([1, 2, 3]).resize(64, 64).png().toBuffer();
    await put(folder, 'red/cut.png', whole.subarray(0, whole.length - 20));
    await expect(prepared(asking(folder))).rejects.toThrow(
      /2 files of ".*" cannot be read: red\/bad\.png \(.+\), red\/cut\.png \(.+\)\. Mend or remove them, or have them skipped \("skip broken" under Preparing, --skip-broken\)\./,
    );
    const { dataset, skipped } = await prepared(asking(folder, { settings: { skipBroken: true } }));
    expect(dataset.info.samples).toBe(9);
    expect(skipped.map(({ name }) => name)).toEqual(['red/bad.png', 'red/cut.png']);
    const report = await describeData(asking(folder));
    expect(report).toMatchObject({
      brokenCount: 2,
      targets: [
        {
          balance: [
            { name: 'blue', count: 3 },
            { name: 'green', count: 3 },
            { name: 'red', count: 3 },
          ],
        },
      ],
    });
  });

  it('refuses an empty folder, one class, and classes that training lacks', async () => {
    await mkdir(path.join(root, 'empty', 'a'), { recursive: true });
    await expect(prepared(asking(path.join(root, 'empty')))).rejects.toMatchObject({
      code: 'dataset.empty',
    });
    const one = await classes('one', 1);
    await rm(path.join(one, 'red'), { recursive: true });
    await rm(path.join(one, 'blue'), { recursive: true });
    await expect(prepared(asking(one))).rejects.toMatchObject({ code: 'dataset.one-class' });
    await put(root, 'lacking/train/a/1.png', await picture([1, 1, 1]).png().toBuffer());
    await put(root, 'lacking/test/b/1.png', await picture([1, 1, 1]).png().toBuffer());
    await expect(prepared(asking(path.join(root, 'lacking')))).rejects.toMatchObject({
      code: 'dataset.labels',
    });
  });

  it('has another identity when a pixel changes', async () => {
    const folder = await classes('identity', 1);
    const before = (await prepared(asking(folder))).dataset.identity;
    expect((await prepared(asking(folder))).dataset.identity).toBe(before);
    await put(folder, 'red/0.png', await picture([201, 10, 20]).png().toBuffer());
    expect((await prepared(asking(folder))).dataset.identity).not.toBe(before);
  });
});

describe('BMP', () => {
  it('is read in both directions', () => {
    for (const topDown of [false, true]) {
      const { width, height, data } = decodeBmp(bmp([1, 2, 3], topDown));
      expect([width, height, ...data]).toEqual([3, 2, ...pixels([1, 2, 3])]);
    }
  });

  it('that is cut off or compressed is refused', () => {
    expect(() => decodeBmp(bmp([1, 2, 3]).subarray(0, 60))).toThrow('ends too early');
    const packed = bmp([1, 2, 3]);
    packed.writeUInt32LE(1, 30);
    expect(() => decodeBmp(packed)).toThrow('save it as PNG');
  });
});
