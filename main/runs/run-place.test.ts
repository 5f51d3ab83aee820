import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../training/testing.ts';
import { findRun, listRunPaths, newRunPath, runsDirectory } from './run-place.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

it('keeps runs beside the document, or in the data folder for an unsaved one', () => {
  expect(runsDirectory('/nets/lenet.netloom', 'LeNet', '/data')).toBe(path.resolve('/nets/lenet.runs'));
  expect(runsDirectory(null, 'My net / ..', '/data')).toBe('/data/runs/My-net-..');
  expect(runsDirectory(null, '..', '/data')).toBe('/data/runs/unnamed');
});

it('names runs by time and seed, never the same twice, newest first', async () => {
  const directory = path.join(folder, 'a.runs');
  const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second));
  const first = await newRunPath(directory, 7, at(5));
  const second = await newRunPath(directory, 7, at(5));
  const third = await newRunPath(directory, 8, at(6));
  expect([first, second, third].map(run => path.basename(run))).toEqual([
    '2026-01-02-030405-7',
    '2026-01-02-030405-7-2',
    '2026-01-02-030406-8',
  ]);
  expect(await listRunPaths(directory)).toEqual([third, second, first]);
  expect(await listRunPaths(path.join(folder, 'none'))).toEqual([]);
});

it('finds a run by its path or by its name, and says where it looked', async () => {
  const directory = path.join(folder, 'b.runs');
  const run = path.join(directory, 'mine');
  await mkdir(run, { recursive: true });
  expect(await findRun('mine', directory)).toBe(run);
  expect(await findRun(run, folder)).toBe(run);
  await expect(findRun('other', directory)).rejects.toThrow(
    `There is no run "other", neither as a folder nor in ${directory}.`,
  );
});
