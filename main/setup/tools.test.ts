import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCommand } from './command.ts';
import { findBuildTools, findInstaller } from './tools.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-tools-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts something that runs into the only folder of the PATH, under another program's name. */
function provide(name: string): void {
  symlinkSync('/bin/true', join(folder, name));
}

describe.skipIf(process.platform === 'win32')('on a machine that lacks', () => {
  test('pip and uv: says so', async () => {
    await expect(findInstaller({ PATH: folder })).rejects.toMatchObject({
      code: 'setup.no-installer',
      message: expect.stringContaining('Neither pip nor uv was found'),
    });
  });

  test('pip: takes uv', async () => {
    provide('uv');
    expect(await findInstaller({ PATH: folder })).toEqual({
      kind: 'uv',
      command: join(folder, 'uv'),
      leading: ['pip'],
    });
  });

  test('a compiler, make, Python: names the first that is missing', async () => {
    const environment = { PATH: folder };
    await expect(findBuildTools(environment)).rejects.toMatchObject({
      code: 'setup.no-compiler',
      message: expect.stringContaining('No C++ compiler was found'),
    });
    provide('c++');
    await expect(findBuildTools(environment)).rejects.toMatchObject({ code: 'setup.no-make' });
    provide('make');
    await expect(findBuildTools(environment)).rejects.toMatchObject({ code: 'setup.no-python' });
    provide('python3');
    expect((await findBuildTools(environment)).python).toBe(join(folder, 'python3'));
  });
});

test('a command is looked for name by name, and an empty PATH has none', () => {
  expect(findCommand(['node'], {})).toBeNull();
  if (process.platform === 'win32') return;
  provide('gmake');
  expect(findCommand(['make', 'gmake'], { PATH: folder })).toBe(join(folder, 'gmake'));
});
