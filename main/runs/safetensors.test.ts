import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NumericTensor } from '../engines/engine.ts';
import { temporaryFolder } from '../training/testing.ts';
import { readSafetensors, SafetensorsError, writeSafetensors } from './safetensors.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const tensors = new Map<string, NumericTensor>([
  ['a/kernel', { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 4, 5, 1e-30) }],
  ['steps', { shape: [1], data: Int32Array.of(-7) }],
  ['empty', { shape: [0, 4], data: new Float32Array() }],
]);

it('reads what it wrote', async () => {
  const file = path.join(folder, 'a.safetensors');
  await writeSafetensors(file, tensors, { epoch: '3' });
  expect(await readSafetensors(file)).toEqual({ tensors, metadata: { epoch: '3' } });
});

it('writes the layout of the format: length, JSON header padded to 8, data in order', async () => {
  const file = path.join(folder, 'b.safetensors');
  await writeSafetensors(file, new Map([['w', { shape: [2], data: Float32Array.of(1, 2) }]]));
  const bytes = await readFile(file);
  const length = Number(bytes.readBigUInt64LE(0));
  expect(length % 8).toBe(0);
  expect(JSON.parse(bytes.toString('utf8', 8, 8 + length))).toEqual({
    __metadata__: {},
    w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
  });
  // 1 and 2 as little-endian IEEE 754: 0x3f800000, 0x40000000.
  expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]);
});

it('refuses damaged files and other element types with a sentence', async () => {
  const file = path.join(folder, 'c.safetensors');
  await writeSafetensors(file, tensors);
  await truncate(file, (await readFile(file)).length - 1);
  await expect(readSafetensors(file)).rejects.toThrow(SafetensorsError);
  await writeFile(file, Buffer.alloc(4));
  await expect(readSafetensors(file)).rejects.toThrow('less than 8 bytes');
  await writeFile(file, Buffer.concat([Buffer.from([255, 255, 255, 255, 255, 255, 0, 0]), Buffer.alloc(10)]));
  await expect(readSafetensors(file)).rejects.toThrow('header is longer than the file');
  const header = Buffer.from('{"w":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(file, Buffer.concat([length, header, Buffer.alloc(2)]));
  await expect(readSafetensors(file)).rejects.toThrow('element type F16');
});
