// The PyTorch code that we write, for every template and every case of the battery: run by PyTorch, its counts and outputs compared.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { runPython } from './environments.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'torch_code.py');

/** Answers whether PyTorch agrees on everything that we write for it. */
export async function judgePytorch() {
  const at = await buildScripts({ files: 'judges/torch-files.ts' }, 'dist/judges/pytorch');
  let holds = true;
  for (const wanted of ['cases', 'templates']) {
    const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-pytorch-'));
    try {
      const { status } = spawnSync(process.execPath, [at('files'), work, wanted], { stdio: 'inherit' });
      if (status !== 0) throw new Error(`The ${wanted} could not be written.`);
      runPython('torch', [script, work]);
    } catch (error) {
      holds = false;
      console.log(`${wanted}: ${error.message}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return holds;
}
