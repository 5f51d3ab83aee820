import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NumericTensor } from '../engines/engine.ts';
import { temporaryFolder } from '../training/testing.ts';
import {
  type LazyTensor,
  openSafetensors,
  readSafetensors,
  SafetensorsError,
  writeLazyTensors,
  writeSafetensors,
} from './safetensors.ts';

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
  await expect(readSafetensors(file)).rejects.toThrow('element type float16');
});

it.each([
  ['a tensor without its place', { w: { note: 'no tensor' } }],
  ['words that are none', { __metadata__: { epoch: 3 } }],
  ['a tensor in the place of words', { __metadata__: { dtype: 'F32', shape: [0], data_offsets: [0, 0] } }],
])('refuses %s in the header with a sentence', async (_, header) => {
  const file = path.join(folder, 'header.safetensors');
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  await writeFile(file, Buffer.concat([length, text]));
  await expect(openSafetensors(file)).rejects.toThrow(
    /is not a whole safetensors file: its header is not what the format asks for\.$/,
  );
});

it('holds every element type, each tensor read when it is asked for', async () => {
  const file = path.join(folder, 'types.safetensors');
  const elements: readonly Omit<LazyTensor, 'shape' | 'name'>[] = [
    { dtype: 'bool', read: () => Uint8Array.of(1, 0) },
    { dtype: 'int64', read: () => BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n) },
    { dtype: 'float16', read: () => Uint16Array.of(0x3c00, 0xc000) },
    { dtype: 'float64', read: () => Float64Array.of(Math.PI, -0) },
    { dtype: 'int8', read: () => Int8Array.of(-128, 127) },
    { dtype: 'uint64', read: () => BigUint64Array.of(2n ** 64n - 1n, 0n) },
  ];
  let reads = 0;
  const lazy = elements.map(({ dtype, read }) => ({
    name: `a/${dtype}`,
    dtype,
    shape: [2],
    read: () => {
      reads++;
      return read();
    },
  }));
  await writeLazyTensors(file, lazy);
  expect(reads).toBe(lazy.length);
  const { tensors: found } = await openSafetensors(file);
  for (const { dtype, read } of elements) expect(found.get(`a/${dtype}`)?.read()).toEqual(read());
  // An odd number of bytes before a tensor of larger elements: 2 of bool, then int64.
  expect(found.get('a/int64')?.dtype).toBe('int64');
});

it('notices that a file was replaced between its header and a tensor', async () => {
  const file = path.join(folder, 'replaced.safetensors');
  await writeSafetensors(file, tensors);
  const { tensors: found } = await openSafetensors(file);
  await rm(file);
  await writeSafetensors(file, new Map([['other', { shape: [1], data: Float32Array.of(1) }]]));
  expect(() => found.get('a/kernel')?.read()).toThrow(SafetensorsError);
});
