// Training: the contenders stay alive in processes of their own and take turns, one epoch each, so that all meet the same machine.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildScripts } from '../judges/build.mjs';
import { readyPython } from '../judges/environments.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
/** Epochs of each contender that are told apart: the first prepares. */
const WARM_UP = 1;
const ABSENT = '`npm run judges` makes its environment';

/** A running contender; `epoch` trains one and answers its milliseconds. */
function start(name, program, parameters) {
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '', KERAS_BACKEND: 'tensorflow' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    async epoch(network) {
      child.stdin.write(`${network}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${name} ended while training ${network}.`);
        if (value.startsWith('{"ms"')) return JSON.parse(value).ms;
      }
    },
    close: () => child.stdin.end(),
  };
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/**
 * Trains every network with every contender.
 *
 * @param options `--rounds N` (5) and names of networks (all)
 */
export async function training(options) {
  const at = await buildScripts(
    { netloom: 'bench/netloom-contender.ts', fit: 'bench/fit-contender.ts' },
    'dist/bench/training',
  );
  const given = options.indexOf('--rounds');
  const rounds = given < 0 ? 5 : Number(options[given + 1]);
  const named = options.filter((_, i) => given < 0 || (i !== given && i !== given + 1));
  const networks = Object.keys(JSON.parse(readFileSync(path.join(folder, 'training-networks.json'), 'utf8')));
  const contenders = [
    start('netloom', process.execPath, [at('netloom')]),
    start('tfjs-node fit', process.execPath, [at('fit')]),
  ];
  for (const rival of ['keras', 'torch']) {
    const python = readyPython(rival);
    if (python) contenders.push(start(rival, python, [path.join(folder, `${rival}_contender.py`)]));
    else console.log(JSON.stringify({ bench: 'training', rival, absent: ABSENT }));
  }
  try {
    for (const network of named.length > 0 ? named : networks) await race(network, contenders, rounds);
  } finally {
    for (const contender of contenders) contender.close();
  }
}

async function race(network, contenders, rounds) {
  const times = new Map(contenders.map(({ name }) => [name, []]));
  const firsts = new Map();
  for (let round = -WARM_UP; round < rounds; round++)
    for (const contender of contenders) {
      const ms = await contender.epoch(network);
      if (round >= 0) times.get(contender.name).push(ms);
      else firsts.set(contender.name, ms);
    }
  const ours = median(times.get('netloom'));
  for (const [contender, all] of times)
    console.log(
      JSON.stringify({
        bench: 'training',
        network,
        contender,
        'first epoch ms': Math.round(firsts.get(contender)),
        'ms/epoch': Math.round(median(all)),
        min: Math.round(Math.min(...all)),
        max: Math.round(Math.max(...all)),
        rounds,
        load: Number(os.loadavg()[0].toFixed(1)),
        ...(contender === 'netloom' ? {} : { 'netloom/rival': Number((ours / median(all)).toFixed(2)) }),
      }),
    );
}
