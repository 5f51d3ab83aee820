import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { importMutations, mutatedFormats } from '../main/importing/keras-files/mutation-suite.ts';
import { importOnnxMutations } from '../main/importing/onnx-mutation-suite.ts';

/** Imports damaged files of one format: `node mutations.mjs GOLDEN_FOLDER FORMAT FROM COUNT`; writes one JSON line. */
const [golden = '', name = '', from = '0', count = '0'] = process.argv.slice(2);
const seeds = { from: Number(from), count: Number(count) };
const result = name === 'onnx' ? importOnnxMutations(seeds) : await kerasMutations();
console.log(JSON.stringify({ ...result, memory: Math.round(process.resourceUsage().maxRSS / 1024) }));

async function kerasMutations() {
  const format = (await mutatedFormats(golden))[name];
  if (!format) throw new Error(`There is no format ${name}.`);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-mutations-'));
  try {
    return await importMutations(format, seeds, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
