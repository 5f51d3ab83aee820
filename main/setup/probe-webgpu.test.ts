import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineStatuses } from './engine-statuses.ts';

let packageDirectory: string;
beforeEach(() => {
  packageDirectory = mkdtempSync(join(tmpdir(), 'netloom-webgpu-'));
});
afterEach(() => rmSync(packageDirectory, { recursive: true }));

/** Puts a package in the place of Dawn: what it does is what the looking process meets. */
function dawn(program: string): void {
  const folder = join(packageDirectory, 'node_modules/webgpu');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "version": "9.9.9", "type": "module", "main": "index.js" }');
  writeFileSync(join(folder, 'index.js'), program);
}

const look = async () => (await engineStatuses({ packageDirectory, only: ['webgpu'], probe: true }))[0];
const withAdapter = (adapter: string) =>
  `export const globals = {}; export const create = () => ({ requestAdapter: async () => (${adapter}) });`;
const info = (architecture: string, device: string) =>
  `{ info: { vendor: 'v', architecture: '${architecture}', device: '${device}', description: '${device} driver 1' }, requestDevice: async () => ({ destroy() {} }) }`;

test('without the optional package the command that gets it is told', async () => {
  expect(await look()).toMatchObject({
    state: 'missing',
    version: null,
    remedy: 'npm ci --include=optional',
  });
});

test('a GPU is named and used by itself; an adapter in software is named so and only used when asked for', async () => {
  dawn(withAdapter(info('ampere', 'NVIDIA A2')));
  expect(await look()).toMatchObject({
    state: 'ready',
    device: 'NVIDIA A2',
    version: 'Dawn 9.9.9',
    automatic: true,
  });
  dawn(withAdapter(info('swiftshader', 'SwiftShader')));
  expect(await look()).toMatchObject({
    state: 'ready',
    device: 'SwiftShader (software)',
    automatic: false,
    detail: expect.stringContaining('many times slower'),
  });
});

test('no adapter, no Vulkan loader, a driver that crashes, a damaged library: each is a sentence', async () => {
  dawn(withAdapter('null'));
  expect(await look()).toMatchObject({
    state: 'missing',
    detail: expect.stringContaining('no GPU with a driver'),
  });
  dawn(`console.error("Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open"); ${withAdapter('null')}`);
  expect(await look()).toMatchObject({ state: 'missing', detail: expect.stringContaining('Vulkan loader') });
  dawn("process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {}); export const create = 0;");
  expect(await look()).toMatchObject({
    state: 'damaged',
    detail: expect.stringContaining('its process crashed'),
  });
  dawn("throw new Error('dawn.node: file too short');");
  expect(await look()).toMatchObject({ state: 'damaged', remedy: 'npm ci --include=optional' });
});

test('in a packaged app, where npm mends nothing, the app is to be installed again', async () => {
  packageDirectory = join(packageDirectory, 'app.asar.unpacked');
  dawn("throw new Error('dawn.node: file too short');");
  expect(await look()).toMatchObject({
    state: 'damaged',
    detail: expect.stringContaining('Install Netloom again'),
    remedy: null,
  });
  packageDirectory = dirname(packageDirectory);
});
