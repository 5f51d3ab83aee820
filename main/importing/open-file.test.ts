import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';
import { importModelFile } from './import-model-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-beside-'));
  await mkdir(path.join(folder, 'net'));
});
afterAll(() => rm(folder, { recursive: true }));

const elements = Float32Array.of(1, 2, 3);
const model = (location: string, offset = 0) =>
  onnxBytes({
    nodes: [{ operator: 'Mul', inputs: ['x', 'w'], outputs: ['y'] }],
    inputs: [['x', ['N', 3]]],
    outputs: [['y', null]],
    initializers: [{ name: 'w', shape: [3], external: { location, offset: String(offset), length: '12' } }],
  });

/** Imports a model whose weights stand in another file, and reads them. */
async function readBeside(location: string, offset = 0): Promise<readonly number[]> {
  const file = path.join(folder, 'net', 'model.onnx');
  await writeFile(file, model(location, offset));
  const network = await importModelFile(file);
  try {
    return Array.from(network.weights[0]?.read() ?? [], Number);
  } finally {
    network.close();
  }
}

it('reads weights from a plain file beside the model', async () => {
  const bytes = new Uint8Array(16);
  bytes.set(new Uint8Array(elements.buffer), 4);
  await writeFile(path.join(folder, 'net', 'w.bin'), bytes);
  expect(await readBeside('w.bin', 4)).toEqual([1, 2, 3]);
  await expect(readBeside('w.bin', 8)).rejects.toThrow('too short');
  await expect(readBeside('missing.bin')).rejects.toThrow('not beside the model');
});

it('follows no link and leaves the folder by no way', async () => {
  const secret = path.join(folder, 'secret.bin');
  await writeFile(secret, new Uint8Array(elements.buffer));
  await symlink(secret, path.join(folder, 'net', 'soft.bin'));
  await link(secret, path.join(folder, 'net', 'hard.bin'));
  await mkdir(path.join(folder, 'net', 'folder.bin'));
  await expect(readBeside('soft.bin')).rejects.toMatchObject({ code: 'import.unsafe' });
  await expect(readBeside('hard.bin')).rejects.toMatchObject({ code: 'import.unsafe' });
  await expect(readBeside('folder.bin')).rejects.toMatchObject({ code: 'import.unsafe' });
  await expect(readBeside('../secret.bin')).rejects.toMatchObject({ code: 'import.unsafe' });
  await expect(readBeside(secret)).rejects.toMatchObject({ code: 'import.unsafe' });
});
