// 10,000 damaged files of each format, seeded: none may crash the importer or hold it up for 5 s. `npm run judges -- mutations
// --only=h5`. Each thousand in a process of its own with a limit on time, so that a hang is seen and named.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';

const golden = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  '../main/importing/keras-files/golden',
);
const FORMATS = ['onnx', 'keras', 'h5', 'keras-config', 'tfjs'];
const FILES = 10_000;
const CHUNK = 1000;
const LONGEST_MS = 5000;
const CHUNK_LIMIT_MS = 900_000;

/** Answers whether no file crashed or hung the importer; prints a line for each format. */
export async function judgeMutations({ only = null } = {}) {
  const at = await buildScripts({ mutations: 'judges/mutations.ts' }, 'dist/judges/mutations');
  let holds = true;
  for (const format of only ?? FORMATS) {
    const sum = { refused: 0, read: 0, crashes: [], slowest: 0, memory: 0 };
    for (let from = 0; from < FILES; from += CHUNK) {
      const part = runChunk(at('mutations'), format, from);
      sum.refused += part.refused;
      sum.read += part.read;
      sum.crashes.push(...part.crashes);
      sum.slowest = Math.max(sum.slowest, part.slowest);
      sum.memory = Math.max(sum.memory, part.memory);
    }
    const isRight = sum.crashes.length === 0 && sum.slowest < LONGEST_MS;
    holds &&= isRight;
    console.log(
      `${isRight ? 'ok  ' : 'FAIL'} ${format}: ${sum.refused} refused, ${sum.read} read, ${sum.crashes.length} crashes, slowest ${Math.round(sum.slowest)} ms, ${sum.memory} MB`,
    );
    for (const crash of sum.crashes.slice(0, 5)) console.log(`       ${crash}`);
  }
  return holds;
}

function runChunk(script, format, from) {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [script, golden, format, String(from), String(CHUNK)],
    { encoding: 'utf8', timeout: CHUNK_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 },
  );
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  const said = error ? error.message : stderr.trim().split('\n').slice(-6).join('\n');
  return { refused: 0, read: 0, slowest: 0, memory: 0, crashes: [`seeds from ${from}: ${said}`] };
}
