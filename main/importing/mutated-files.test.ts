import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mutatedFormats } from './mutated-formats-suite.ts';
import { readMutations } from './mutation-suite.ts';

const formats = await mutatedFormats(path.join(import.meta.dirname, 'keras-files/golden'));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-mutated-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

it.each(Object.entries(formats))(
  'damaged %s files are refused by a sentence or read',
  async (name, format) => {
    const seeds = { from: 1, count: name === 'onnx' ? 1000 : 150 };
    const { crashes, refused, read } = await readMutations(format, seeds, path.join(folder, name));
    expect(crashes).toEqual([]);
    expect(refused).toBeGreaterThan(seeds.count / 10);
    expect(read + refused).toBe(seeds.count);
  },
);
