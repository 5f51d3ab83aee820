import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeWheel } from './node-wheel.ts';
import { nodeFolder, plainNode } from './plain-node.ts';

const versions = { ...process.versions, electron: '45.4.1' };
let folder: string;
let cacheDirectory: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-node-'));
  cacheDirectory = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true }));

const look = () => plainNode({ versions, cacheDirectory, environment: { PATH: folder } });

/** Puts a program somewhere that answers what it is, as Node would. */
function program(file: string, answer: object | string): void {
  mkdirSync(dirname(file), { recursive: true });
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  writeFileSync(file, `#!/bin/sh\necho '${text}'\n`, { mode: 0o755 });
}
const here = process.platform + process.arch;

test('outside of Electron it is the Node that runs', async () => {
  expect(await plainNode({ cacheDirectory, environment: { PATH: '' } })).toEqual({
    path: process.execPath,
    version: process.versions.node,
  });
});

describe.skipIf(process.platform === 'win32')('in Electron (its stand-ins are shell scripts)', () => {
  test('a Node on the PATH serves where it is new enough, for this system, and no Electron', async () => {
    expect(await look()).toBeNull();
    const node = join(folder, 'node');
    for (const other of [
      { node: '20.18.3', on: here },
      { node: '18.20.8', on: here },
      { node: '24.0.0', on: 'win32x64' },
      { node: '24.0.0', electron: '45.4.1', on: here },
      { bun: '1.3.0' },
      'Welcome to Node.js',
    ]) {
      program(node, other);
      expect(await look(), JSON.stringify(other)).toBeNull();
    }
    for (const version of ['20.19.0', '22.0.0']) {
      program(node, { node: version, on: here });
      expect(await look()).toEqual({ path: node, version });
    }
  });

  test('the one that a set-up has fetched comes first, unless it does not run', async () => {
    program(join(folder, 'node'), { node: '22.0.0', on: here });
    const executable = nodeWheel(process.platform, process.arch)?.executable;
    if (executable === undefined) throw new Error(`There is no wheel for ${here}.`);
    const fetched = join(nodeFolder(cacheDirectory), executable);
    program(fetched, { node: '24.19.0', on: here });
    expect(await look()).toEqual({ path: fetched, version: '24.19.0' });
    writeFileSync(fetched, 'cut off');
    expect((await look())?.version).toBe('22.0.0');
  });
});
