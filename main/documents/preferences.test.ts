import { fork } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../training/testing.ts';
import { Preferences } from './preferences.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => path.join(folder, 'preferences.json');
const written = async () => JSON.parse(await readFile(file(), 'utf8')) as unknown;

it('begins with nothing, keeps changes in the order of their names, and forgets what gets its default back', async () => {
  const preferences = new Preferences(path.join(folder, 'new'));
  expect(await preferences.read()).toEqual({ values: {}, problem: null });
  await preferences.write({ theme: 'dark', 'keys.edit.undo': ['Mod+U'] });
  await preferences.write({ theme: null, 'panel-size.palette': 240 });
  expect(await readFile(path.join(folder, 'new/preferences.json'), 'utf8')).toBe(
    '{\n  "keys.edit.undo": [\n    "Mod+U"\n  ],\n  "panel-size.palette": 240\n}\n',
  );
  expect((await new Preferences(path.join(folder, 'new')).read()).values).toEqual({
    'keys.edit.undo': ['Mod+U'],
    'panel-size.palette': 240,
  });
});

it('leaves the entries of other windows and of other versions alone', async () => {
  await writeFile(file(), JSON.stringify({ theme: 'light', 'from.later': { a: 1 } }));
  const [one, two] = [new Preferences(folder), new Preferences(folder)];
  await Promise.all([
    one.write({ 'keys.view.tidy': ['A'] }),
    two.write({ 'keys.edit.undo': ['B'] }),
    one.write({ 'fold.Preparing': true }),
    two.write({ engine: 'javascript' }),
  ]);
  expect(await written()).toEqual({
    engine: 'javascript',
    'fold.Preparing': true,
    'from.later': { a: 1 },
    'keys.edit.undo': ['B'],
    'keys.view.tidy': ['A'],
    theme: 'light',
  });
  expect(Object.keys((await one.read()).values), 'what only another version knows is not told').not.toContain(
    'from.later',
  );
});

it('four processes that write at once lose nothing, and leave the file alone in the folder', async () => {
  // Beside node_modules, where it finds its packages.
  const outDir = path.resolve('dist/test-preferences');
  const output = { entryFileNames: 'preferences.mjs' };
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'main/documents/preferences.ts', outDir, target: 'node20', rolldownOptions: { output } },
  });
  const script = path.join(outDir, 'writer.mjs');
  await writeFile(
    script,
    `const { Preferences } = await import(new URL('preferences.mjs', import.meta.url));
     const [, , folder, who] = process.argv;
     for (let i = 0; i < 20; i++) await new Preferences(folder).write({ [\`fold.\${who}-\${i}\`]: true });`,
  );
  const place = path.join(folder, 'shared');
  await mkdir(place);
  const ends = await Promise.all(
    ['a', 'b', 'c', 'd'].map(
      who =>
        new Promise<number | null>(resolve => {
          fork(script, [place, who], { execArgv: [] }).once('exit', resolve);
        }),
    ),
  );
  expect(ends).toEqual([0, 0, 0, 0]);
  expect(Object.keys((await new Preferences(place).read()).values)).toHaveLength(80);
  expect(await readdir(place)).toEqual(['preferences.json']);
  await rm(outDir, { recursive: true });
});

it('passes over values that it does not understand', async () => {
  await writeFile(
    file(),
    JSON.stringify({ theme: 'pink', 'panel-size.palette': 'wide', 'summary.batch': 8 }),
  );
  expect(await new Preferences(folder).read()).toEqual({ values: { 'summary.batch': 8 }, problem: null });
});

it.each(['{"theme": "da', '[1, 2]', ''])(
  'says that %j is no file of preferences, and keeps it when it is begun anew',
  async text => {
    await writeFile(file(), text);
    const preferences = new Preferences(folder);
    const { values, problem } = await preferences.read();
    expect(values).toEqual({});
    expect(problem).toBe(
      `"${file()}" cannot be read: it should be a JSON object of preferences by name. The window goes on with the usual settings.`,
    );
    await preferences.write({ theme: 'dark' });
    expect(await written()).toEqual({ theme: 'dark' });
    expect(await readFile(`${file()}.damaged`, 'utf8')).toBe(text);
  },
);

it('says why it cannot write, and waits for no lock of a process that is gone', async () => {
  await mkdir(file());
  const preferences = new Preferences(folder);
  await expect(preferences.write({ theme: 'dark' })).rejects.toMatchObject({ code: 'file.folder' });
  await rm(file(), { recursive: true });
  // No process has the highest number that Linux gives.
  await writeFile(`${file()}.lock`, '4194304 a');
  await preferences.write({ theme: 'dark' });
  expect(await written()).toEqual({ theme: 'dark' });
});
