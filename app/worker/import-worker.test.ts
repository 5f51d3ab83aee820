import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { importInProcess } from '../../main/importing/import-in-process.ts';
import { RunFolder } from '../../main/runs/run-folder.ts';
import { wave } from '../../shared/importers/onnx/onnx-samples.ts';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const OUT = path.resolve('dist/test-import-worker');
const SCRIPT = path.join(OUT, 'import-worker.mjs');
const COUNT = 1_000_000;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-import-worker-'));
  file = path.join(folder, 'net.onnx');
  const model = onnxBytes({
    inputs: [['x', ['N', 1000]]],
    outputs: [['y', ['N', 1000]]],
    initializers: [{ name: 'w', shape: [1000, 1000], dtype: 'float32', values: wave(COUNT) }],
    nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
  });
  await writeFile(file, model);
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'app/worker/import-worker.ts',
      outDir: OUT,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: '[name].mjs' } },
    },
  });
});
afterAll(() => Promise.all([folder, OUT].map(place => rm(place, { recursive: true, force: true }))));

it('an import is read, and then its weights are whole', async () => {
  const { result, kept } = await importInProcess(SCRIPT, { file, run: { among: path.join(folder, 'runs') } });
  expect(JSON.parse(result.text)).toMatchObject({ format: 'netloom' });
  await kept;
  expect(await hasWeights(String(result.run))).toBe(true);
});

it('weights are copied to the end although the service dies when the network was shown', async () => {
  const child = fork(SCRIPT, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const run = await new Promise<string>(resolve => {
    child.once('message', (message: { result: { run: string } }) => resolve(message.result.run));
    child.send({ file, run: { among: path.join(folder, 'orphaned') } });
  });
  child.disconnect();
  await new Promise(resolve => child.once('exit', resolve));
  expect(await hasWeights(run)).toBe(true);
});

it('a process that was started ahead leaves with its service', async () => {
  const child = fork(SCRIPT, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.disconnect();
  expect(await new Promise(resolve => child.once('exit', resolve))).toBe(0);
});

/** Whether the only weight of a run holds what the model does. */
async function hasWeights(run: string): Promise<boolean> {
  const [weight] = (await new RunFolder(run).openWeights()).tensors.values();
  const expected = Float32Array.from(wave(COUNT));
  return weight !== undefined && Buffer.compare(bytes(weight.read()), bytes(expected)) === 0;
}

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength);
