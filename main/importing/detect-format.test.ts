import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { onnxBytes } from '../../shared/importers/onnx/testing.ts';
import { detectFormat } from './detect-format.ts';
import { importModelFile } from './import-model-file.ts';

/** Made by Info-ZIP 3.0: `zip -P secret password.keras config.json`. */
const WITH_PASSWORD =
  'UEsDBAoACQAAAJYhfl0GsKHdDwAAAAMAAAALABwAY29uZmlnLmpzb25VVAkAA7z3DGu89wxrdXgLAAEEAAAAAAQAAAAAUF1liqkd' +
  'mQ/nz8R09DrPUEsHCAawod0PAAAAAwAAAFBLAQIeAwoACQAAAJYhfl0GsKHdDwAAAAMAAAALABgAAAAAAAEAAACkgQAAAABjb25m' +
  'aWcuanNvblVUBQADvPcMa3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAFEAAABkAAAAAAA=';

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

it.each([
  ['frozen.pb', '\n\x1a\n\x01x\x12\x0bPlaceholder', /TensorFlow graph.*tf2onnx\.convert --graphdef/],
  ['net.mlmodel', '\x08\x04\x12\x28\n\x14', /Core ML model.*onnxmltools/],
  ['old.pkl', '(dp0\nVa\n', /runs code when it is read/],
  ['net.caffemodel', '\n\x07AlexNet', /no model that Netloom reads\. Netloom reads ONNX/],
  ['net.tflite', '\x1c\0\0\0TFL3', /tf2onnx\.convert --tflite net\.tflite/],
  ['net.xml', '<?xml version="1.0"?><net name="x"></net>', /is an XML file/],
  ['empty.safetensors', '\x02\0\0\0\0\0\0\0{}', /safetensors file: weights without a network/],
])('tells how %s becomes a model that can be read', async (name, content, sentence) => {
  const file = path.join(folder, name);
  await writeFile(file, Buffer.from(content, 'latin1'));
  await expect(importModelFile(file)).rejects.toThrow(sentence);
});

it('tells of a SavedModel folder, a zip file of PyTorch and one with a password', async () => {
  const saved = path.join(folder, 'saved');
  await mkdir(saved);
  await writeFile(path.join(saved, 'saved_model.pb'), '');
  expect(() => detectFormat(saved)).toThrow(`tf2onnx.convert --saved-model ${saved}`);
  // The pickle stands behind a large member, beyond the first bytes.
  const zip = new ZipFile();
  zip.addBuffer(Buffer.alloc(5000), 'net/data/0', { compress: false });
  zip.addBuffer(Buffer.from('x'), 'net/data.pkl');
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece));
  await writeFile(path.join(folder, 'net.pth'), Buffer.concat(pieces));
  await expect(importModelFile(path.join(folder, 'net.pth'))).rejects.toThrow('net.pth is a PyTorch');
  await writeFile(path.join(folder, 'secret.keras'), Buffer.from(WITH_PASSWORD, 'base64'));
  await expect(importModelFile(path.join(folder, 'secret.keras'))).rejects.toThrow('protected by a password');
});
