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

const file = (name: string) => path.join(folder, 'preferences', `${name}.json`);

it('begins with nothing, keeps changes, and forgets what gets its default back', async () => {
  const preferences = new Preferences(folder);
  expect(await preferences.read()).toEqual({ values: {}, problem: null });
  await preferences.write({ theme: 'dark', 'keys.edit.undo': ['Mod+U'], 'fold.Random changes': true });
  await preferences.write({ theme: null, 'panel-size.palette': 240 });
  expect(await readFile(file('keys.edit.undo'), 'utf8')).toBe('["Mod+U"]\n');
  expect((await new Preferences(folder).read()).values).toEqual({
    'keys.edit.undo': ['Mod+U'],
    'fold.Random changes': true,
    'panel-size.palette': 240,
  });
});

it('tells what is being written: a window that is loaded anew asks before its last change is kept', async () => {
  const preferences = new Preferences(folder);
  const kept = preferences.write({ theme: 'dark' });
  expect((await preferences.read()).values).toEqual({ theme: 'dark' });
  await kept;
});

it('leaves the entries of other windows and of other versions alone', async () => {
  const [one, two] = [new Preferences(folder), new Preferences(folder)];
  await one.write({ theme: 'light' });
  await writeFile(file('from.later'), '{"a":1}');
  await Promise.all([
    one.write({ 'keys.view.tidy': ['A'] }),
    two.write({ 'keys.edit.undo': ['B'] }),
    one.write({ 'fold.Preparing': true }),
    two.write({ engine: 'javascript' }),
  ]);
  expect((await one.read()).values, 'what only another version knows is not told').toEqual({
    engine: 'javascript',
    'fold.Preparing': true,
    'keys.edit.undo': ['B'],
    'keys.view.tidy': ['A'],
    theme: 'light',
  });
  expect(await readFile(file('from.later'), 'utf8')).toBe('{"a":1}');
});

it('four processes that write at once lose nothing, and leave nothing else in the folder', async () => {
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
  expect((await readdir(path.join(place, 'preferences'))).filter(name => !name.endsWith('.json'))).toEqual(
    [],
  );
  await rm(outDir, { recursive: true });
});

it('passes over what it does not understand, and writes over it', async () => {
  const preferences = new Preferences(folder);
  await preferences.write({ 'summary.batch': 8 });
  await writeFile(file('theme'), '"pink"');
  await writeFile(file('panel-size.palette'), '{"wide": ');
  await writeFile(file('%E0%A4%A'), '1');
  expect(await preferences.read()).toEqual({ values: { 'summary.batch': 8 }, problem: null });
  await preferences.write({ theme: 'dark', 'panel-size.palette': 200 });
  expect((await preferences.read()).values).toEqual({
    'panel-size.palette': 200,
    'summary.batch': 8,
    theme: 'dark',
  });
});

it('says why it cannot read or write, and goes on when the cause is mended', async () => {
  const place = path.join(folder, 'preferences');
  await writeFile(place, 'no folder');
  const preferences = new Preferences(folder);
  const { values, problem } = await preferences.read();
  expect(values).toEqual({});
  expect(problem).toContain(`"${place}" cannot be read`);
  expect(problem).toContain('The window goes on with the usual settings.');
  await expect(preferences.write({ theme: 'dark' })).rejects.toThrow(`"${place}" cannot be written`);
  await rm(place);
  await preferences.write({ theme: 'dark' });
  expect((await preferences.read()).values).toEqual({ theme: 'dark' });
});
