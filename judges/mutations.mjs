// 10,000 damaged files of each format, seeded: none may crash its reader, keep it busy for 5 s, or make it look at a file outside its own
// folder. `npm run judges -- mutations --only=h5`. Each thousand in a process of its own with a limit on time, so that a hang is seen and
// named, and under strace where there is one (Linux), so that what it looks at is counted from outside. `--update` keeps the counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { keepResults } from './results.mjs';
import { callsOutside, canWatch, watched } from './watch-files.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(here, '../main/importing/keras-files/golden');
const FORMATS = ['onnx', 'keras', 'h5', 'keras-config', 'tfjs', 'safetensors', 'netloom'];
const FILES = 10_000;
const CHUNK = 1000;
const LONGEST_MS = 5000;
const CHUNK_LIMIT_MS = 900_000;

/** Answers whether all files were read or refused in time and nothing else was looked at; prints a line for each format. */
export async function judgeMutations({ only = null, update = false } = {}) {
  const at = await buildScripts({ mutations: 'judges/mutations.ts' }, 'dist/judges/mutations');
  const isWatched = canWatch();
  if (!isWatched) console.log('strace is not here, so what the readers look at is not counted.');
  let holds = true;
  for (const format of only ?? FORMATS) {
    const sum = {
      refused: 0,
      read: 0,
      crashes: [],
      slowest: 0,
      slowestSeed: 0,
      memory: 0,
      calls: 0,
      outside: [],
    };
    for (let from = 0; from < FILES; from += CHUNK)
      add(sum, runChunk(at('mutations'), format, from, isWatched));
    const isRight = sum.crashes.length === 0 && sum.slowest < LONGEST_MS && sum.outside.length === 0;
    holds &&= isRight;
    const seen = isWatched ? `${sum.outside.length} of ${sum.calls} calls outside the folder, ` : '';
    console.log(
      `${isRight ? 'ok  ' : 'FAIL'} ${format}: ${sum.refused} refused, ${sum.read} read, ${sum.crashes.length} crashes, ${seen}slowest ${Math.round(sum.slowest)} ms (seed ${sum.slowestSeed}), ${sum.memory} MB`,
    );
    for (const finding of [...sum.crashes, ...sum.outside].slice(0, 5)) console.log(`       ${finding}`);
    if (update && isWatched && isRight) keep(format, sum);
  }
  return holds;
}

function add(sum, part) {
  for (const key of ['refused', 'read', 'calls']) sum[key] += part[key];
  for (const key of ['crashes', 'outside']) sum[key].push(...part[key]);
  if (part.slowest > sum.slowest)
    Object.assign(sum, { slowest: part.slowest, slowestSeed: part.slowestSeed });
  sum.memory = Math.max(sum.memory, part.memory);
}

/** The slowest file's time depends on the machine; what is kept is whether it was under the limit, which is part of being right. */
function keep(format, { refused, read, crashes, outside }) {
  const figures = { files: FILES, refused, read, crashes: crashes.length, hangs: 0, outside: outside.length };
  const strace = spawnSync('strace', ['--version'], { encoding: 'utf8' }).stdout.match(/version (\S+)/)?.[1];
  keepResults('mutations', [`Node ${process.versions.node}`, `strace ${strace}`], { [format]: figures });
}

function runChunk(script, format, from, isWatched) {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'netloom-mutations-')));
  const [log, work, mark] = ['calls.log', 'models', 'mark'].map(name => path.join(folder, name));
  try {
    const plain = [process.execPath, [script, golden, format, String(from), String(CHUNK), work, mark]];
    const { status, stdout, stderr, error } = spawnSync(...(isWatched ? watched(log, ...plain) : plain), {
      encoding: 'utf8',
      timeout: CHUNK_LIMIT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) {
      const seen = isWatched ? callsOutside(log, mark, work) : { calls: 0, outside: [] };
      return { ...JSON.parse(stdout.trim().split('\n').at(-1)), ...seen };
    }
    const said = error ? error.message : stderr.trim().split('\n').slice(-6).join('\n');
    const crashes = [`seeds from ${from}: ${said}`];
    return { refused: 0, read: 0, slowest: 0, memory: 0, crashes, calls: 0, outside: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
