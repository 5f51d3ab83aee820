import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importMutations, mutatedFormats } from './mutation-suite.ts';

const formats = await mutatedFormats(path.join(import.meta.dirname, 'golden'));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-mutated-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

it.each(Object.entries(formats))(
  'damaged %s files are refused by a sentence or read',
  async (name, format) => {
    const { crashes, refused } = await importMutations(
      format,
      { from: 1, count: 150 },
      path.join(folder, name),
    );
    expect(crashes).toEqual([]);
    expect(refused).toBeGreaterThan(0);
  },
);
