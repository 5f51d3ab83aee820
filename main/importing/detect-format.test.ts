import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';
import { detectFormat } from './detect-format.ts';
import { importModelFile } from './import-model-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-format-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function kindOf(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, typeof content === 'string' ? Buffer.from(content, 'latin1') : content);
  return detectFormat(file);
}

it('tells a file by what it holds, not by its name', async () => {
  const onnx = onnxBytes({
    nodes: [{ operator: 'Relu', inputs: ['x'], outputs: ['y'] }],
    inputs: [['x', ['N', 3]]],
    outputs: [['y', null]],
  });
  expect(await kindOf('a.keras', onnx)).toBe('onnx');
  expect(await kindOf('a.onnx', '\x89HDF\r\n\x1a\n')).toBe('keras');
  expect(await kindOf('a.h5', 'PK\x03\x04')).toBe('keras');
  expect(await kindOf('a.txt', ' {"class_name": "Sequential"}')).toBe('keras');
  const { report, close } = await importModelFile(path.join(folder, 'a.keras'));
  close();
  expect(report.warnings[0]).toMatch(/named a.keras, but it is an ONNX model/);
});

it('says what a file is that is no model', async () => {
  await expect(kindOf('empty.onnx', '')).rejects.toThrow('is empty');
  await expect(kindOf('page.onnx', '\n<!DOCTYPE html><html>')).rejects.toThrow('is a web page');
  await expect(kindOf('lfs.onnx', 'version https://git-lfs.github.com/spec/v1\n')).rejects.toThrow(
    'Git LFS pointer',
  );
  await expect(kindOf('net.pt', `PK\x03\x04${'\0'.repeat(26)}net/data.pkl`)).rejects.toThrow(
    'PyTorch or pickle',
  );
  await expect(kindOf('net.pkl', '\x80\x04\x95')).rejects.toThrow('PyTorch or pickle');
  await expect(kindOf('w.safetensors', '\x10\0\0\0\0\0\0\0{"a":1}')).rejects.toThrow('safetensors');
  await expect(
    kindOf('notes.onnx', 'The quick brown fox jumps over the lazy dog and runs away from it all.'),
  ).rejects.toThrow('text file');
  expect(() => detectFormat(path.join(folder, 'none'))).toThrow('there is no such file');
  expect(() => detectFormat(folder)).toThrow('is a folder');
});
