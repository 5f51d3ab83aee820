// Contenders stay alive in processes of their own and take turns, one epoch each, so that all meet the same machine.
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

/** A contender that starts; `ready` waits until its libraries are loaded, `epoch` makes one and answers its milliseconds. */
function start(name, program, parameters, environment = process.env) {
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...environment, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '', KERAS_BACKEND: 'tensorflow' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (key, during) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended ${during}.`);
      if (value.startsWith(`{"${key}"`)) return JSON.parse(value)[key];
    }
  };
  return {
    name,
    ready: () => answer('ready', 'at its start'),
    epoch(network) {
      child.stdin.write(`${network}\n`);
      return answer('ms', `at ${network}`);
    },
    close: () => child.stdin.end(),
  };
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/**
 * Lets contenders race on every network of training-networks.json.
 *
 * @param bench its name
 * @param contenders what takes part: `scripts`, TypeScript files of bench/ by the contender's name (Netloom's first), and `python`,
 *   the judges' environments whose `…_contender.py` joins where the environment is there; `parameters` are given to each
 * @param options `--rounds N` (5) and names of networks (all)
 */
export async function race(bench, { scripts, python, parameters = [] }, options) {
  const built = await buildScripts(
    {
      ...Object.fromEntries(Object.values(scripts).map(script => [script, `bench/${script}.ts`])),
      environment: 'main/engines/engine-environment.ts',
    },
    `dist/bench/${bench}`,
  );
  const { engineEnvironment } = await import(built('environment'));
  const given = options.indexOf('--rounds');
  const rounds = given < 0 ? 5 : Number(options[given + 1]);
  const named = options.filter((_, i) => given < 0 || (i !== given && i !== given + 1));
  const networks = Object.keys(JSON.parse(readFileSync(path.join(folder, 'training-networks.json'), 'utf8')));
  // Netloom's process gets what its product gives it, the rivals the plain environment.
  const contenders = Object.entries(scripts).map(([name, script], i) =>
    start(
      name,
      process.execPath,
      [built(script), ...parameters],
      i === 0 ? engineEnvironment() : process.env,
    ),
  );
  for (const rival of python) {
    const interpreter = readyPython(rival);
    const script = path.join(folder, `${rival}_contender.py`);
    if (interpreter) contenders.push(start(rival, interpreter, [script, ...parameters]));
    else console.log(JSON.stringify({ bench, rival, absent: ABSENT }));
  }
  try {
    // Otherwise the first epoch of the first network meets the start of the others.
    for (const contender of contenders) await contender.ready();
    for (const network of named.length > 0 ? named : networks)
      await raceOn(network, { bench, contenders, rounds });
  } finally {
    for (const contender of contenders) contender.close();
  }
}

async function raceOn(network, { bench, contenders, rounds }) {
  const times = new Map(contenders.map(({ name }) => [name, []]));
  const firsts = new Map();
  for (let round = -WARM_UP; round < rounds; round++)
    for (const contender of contenders) {
      const ms = await contender.epoch(network);
      if (round >= 0) times.get(contender.name).push(ms);
      else firsts.set(contender.name, ms);
    }
  const [[netloom, own]] = times;
  const ours = median(own);
  for (const [contender, all] of times)
    console.log(
      JSON.stringify({
        bench,
        network,
        contender,
        'first epoch ms': rounded(firsts.get(contender)),
        'ms/epoch': rounded(median(all)),
        min: rounded(Math.min(...all)),
        max: rounded(Math.max(...all)),
        rounds,
        load: Number(os.loadavg()[0].toFixed(1)),
        ...(contender === netloom ? {} : { 'netloom/rival': Number((ours / median(all)).toFixed(2)) }),
      }),
    );
}

const rounded = ms => Number(ms.toPrecision(4));
