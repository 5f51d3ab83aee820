import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { importMutations, mutatedFormats } from '../main/importing/keras-files/mutation-suite.ts';

/** Imports damaged files of one format: `node mutations.mjs GOLDEN_FOLDER FORMAT FROM COUNT`; writes one JSON line. */
const [golden = '', name = '', from = '0', count = '0'] = process.argv.slice(2);
const format = (await mutatedFormats(golden))[name];
if (!format) throw new Error(`There is no format ${name}.`);
const folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-mutations-'));
try {
  const result = await importMutations(format, { from: Number(from), count: Number(count) }, folder);
  console.log(JSON.stringify({ ...result, memory: Math.round(process.resourceUsage().maxRSS / 1024) }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
