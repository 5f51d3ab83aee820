// Training: the contenders stay alive in processes of their own and take turns, one epoch each, so that all meet the same machine.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildScripts } from '../judges/build.mjs';
import { readyPython } from '../judges/environments.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
/** Epochs of each contender that are not counted: the first prepares. */
const WARM_UP = 1;

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
  const python = readyPython('keras');
  const contenders = [
    start('netloom', process.execPath, [at('netloom')]),
    start('tfjs-node fit', process.execPath, [at('fit')]),
    ...(python ? [start('keras', python, [path.join(folder, 'keras_contender.py')])] : []),
  ];
  if (!python)
    console.log(
      JSON.stringify({ bench: 'training', rival: 'keras', absent: '`npm run judges` makes its environment' }),
    );
  try {
    for (const network of named.length > 0 ? named : networks) await race(network, contenders, rounds);
  } finally {
    for (const contender of contenders) contender.close();
  }
}

async function race(network, contenders, rounds) {
  const times = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = -WARM_UP; round < rounds; round++)
    for (const contender of contenders) {
      const ms = await contender.epoch(network);
      if (round >= 0) times.get(contender.name).push(ms);
    }
  const ours = median(times.get('netloom'));
  for (const [contender, all] of times)
    console.log(
      JSON.stringify({
        bench: 'training',
        network,
        contender,
        'ms/epoch': Math.round(median(all)),
        rounds,
        ...(contender === 'netloom' ? {} : { 'netloom/rival': Number((ours / median(all)).toFixed(2)) }),
      }),
    );
}
