import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { askDataProcess } from '../../main/service/data-job.ts';
import { temporaryFolder } from '../../main/training/testing.ts';
import { type BuiltWorker, buildWorker } from './testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

let worker: BuiltWorker;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  worker = await buildWorker('data', 'data-worker');
});
afterAll(() => Promise.all([worker.remove(), rm(folder, { recursive: true, force: true })]));

it('a table with an empty cell is shown with the number missing, and the service lives', async () => {
  const file = path.join(folder, 'table.csv');
  const rows = Array.from({ length: 30 }, (_, i) => `${i % 7},${i === 3 ? '' : i},${i % 2 ? 'a' : 'b'}`);
  await writeFile(file, ['left,right,kind', ...rows].join('\n'));
  const question = {
    name: file,
    settings: {},
    network: { inputs: [], outputs: [] },
    split: [0.6, 0.2, 0.2] as const,
    seed: 1,
  };
  const found = await askDataProcess(worker.program.path, { job: 'preview', question });
  if (!('report' in found)) throw new Error('no preview');
  expect(found.report).toMatchObject({
    samples: 30,
    missing: 1,
    // 15 of each kind: 9, 3 and 3.
    split: { train: 18, validation: 6, test: 6 },
    refusal: { code: 'dataset.nan' },
  });
  const [inputs] = found.inputs;
  expect(inputs?.shape[1]).toBe(2);
  expect(inputs?.data.every(value => typeof value === 'number')).toBe(true);
});
