// The PyTorch code that we write, for every template and every case of the battery: run by PyTorch, its counts and outputs compared.
// `npm run judges -- pytorch --only=LSTM,vgg-19` looks at these types and templates; `--update` keeps the largest differences.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';
import { keepResults, oneDigit } from './results.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'torch_code.py');

/** Answers whether PyTorch agrees on everything that we write for it. */
export async function judgePytorch({ only = null, update = false } = {}) {
  const at = await buildScripts({ files: 'judges/torch-files.ts' }, 'dist/judges/pytorch');
  let holds = true;
  for (const wanted of only ?? ['cases', 'templates']) {
    const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-pytorch-'));
    try {
      const { status } = spawnSync(process.execPath, [at('files'), work, wanted], { stdio: 'inherit' });
      if (status !== 0) throw new Error(`The ${wanted} could not be written.`);
      const said = readPython('torch', [script, work]).trim().split('\n');
      const { torch, differences, ...sums } = JSON.parse(said.pop());
      for (const line of said) console.log(line);
      console.log(`${wanted}: ${JSON.stringify(sums)}`);
      holds &&= sums.failed === 0;
      if (update && sums.failed === 0) keepResults('pytorch', [`PyTorch ${torch}`], largestOf(differences));
    } catch (error) {
      holds = false;
      console.log(`${wanted}: ${error.message}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return holds;
}

/** By layer type (its cases are numbered) or template. */
function largestOf(differences) {
  const largest = {};
  for (const [name, difference] of Object.entries(differences)) {
    const key = /^[A-Z]/.test(name) ? name.replace(/-\d+$/, '') : name;
    largest[key] = Math.max(largest[key] ?? 0, oneDigit(difference));
  }
  return largest;
}
