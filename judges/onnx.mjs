// Every template, exported by the command line, before onnx's checker and Python's ONNX Runtime.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPython } from './environments.mjs';
import { netloom } from './netloom.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'onnx_files.py');

/** Answers whether all templates' files pass. One at a time: the largest take half a gigabyte. */
export async function judgeOnnx() {
  let holds = true;
  for (const { name } of JSON.parse(netloom('templates', '--format', 'json'))) {
    const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-onnx-'));
    try {
      const [document, file] = [path.join(work, `${name}.netloom`), path.join(work, `${name}.onnx`)];
      netloom('new', name, '-o', document);
      netloom('export', 'onnx', document, '-o', file, '--no-verify', '--seed', '1');
      runPython('keras', [script, file]);
    } catch (error) {
      holds = false;
      console.log(`${name}: ${error.message}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return holds;
}
