import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { brokenFiles, isAlive, killHard, seeded } from '../e2e/crash-checks.ts';
import { type Served, startServed } from '../e2e/served-window.ts';
import { ServiceClient } from '../e2e/service-client.ts';
import { RunFolder } from '../main/runs/run-folder.ts';
import { epochSchema } from '../shared/contract/runs.ts';
import { fillDisk } from './full-disk.ts';

const EPOCHS = 40;
/** How long a run may take, in milliseconds: the machine may be busy. */
const PATIENCE = 600_000;

/** A network of 68,000 weights, so that a checkpoint takes a while to write, kept many times within an epoch too. */
const NETWORK = {
  format: 'netloom',
  version: 1,
  name: 'kills',
  nodes: {
    input: { type: 'InputLayer', parameters: { shape: [2] } },
    wide: { type: 'Dense', parameters: { units: 256, activation: 'relu' } },
    dropout: { type: 'Dropout', parameters: { rate: 0.1 } },
    deep: { type: 'Dense', parameters: { units: 256, activation: 'relu' } },
    output: { type: 'Dense', parameters: { units: 2, activation: 'softmax' } },
  },
  edges: [
    { from: 'input', to: 'wide' },
    { from: 'wide', to: 'dropout' },
    { from: 'dropout', to: 'deep' },
    { from: 'deep', to: 'output' },
  ],
  positions: {},
  training: {
    dataset: 'spirals',
    epochs: EPOCHS,
    batchSize: 16,
    optimizer: { name: 'adam', learning_rate: 0.002 },
    checkpoints: { everyEpochs: 1, everyMinutes: 0.001 },
  },
};

/** In which part of a training a kill is meant to fall. */
const KINDS = ['starting', 'training', 'writing', 'training', 'training'] as const;
type Kind = (typeof KINDS)[number];

/** A service with a client, on a folder of its own. */
interface Place {
  readonly served: Served;
  readonly client: ServiceClient;
  readonly file: string;
  readonly text: string;
}

const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Everything that a run gives in the end: hashes of its weights and the optimizer's state, its figures without times. */
function outcome(run: string): string {
  const tensors = readdirSync(run).filter(name => name.endsWith('.safetensors'));
  const epochs = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => ({ ...epochSchema.parse(JSON.parse(line)), ms: 0 }));
  return JSON.stringify([tensors.sort().map(name => [name, hash(path.join(run, name))]), epochs]);
}

const temporaries = (run: string) => readdirSync(run).filter(name => name.endsWith('.tmp'));
const recordOf = (run: string) => JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8'));

async function start({ client, text, file }: Place, resume: string | null): Promise<string> {
  const { run } = await client.call('training.start', { text, path: file, engine: 'tensorflow', resume });
  return run.path;
}

/** Waits until a run is over; answers how it stands then. */
async function over({ client }: Place, run: string) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await delay(50)) {
    const runs = await client.call('runs.list', {
      path: path.join(path.dirname(path.dirname(run)), 'kills.netloom'),
      name: '',
    });
    const found = runs.find(({ path: place }) => place === run);
    if (found && found.status !== 'running') return found;
  }
  throw new Error(`${run} did not end.`);
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE; !condition(); await delay(1))
    if (Date.now() > end) throw new Error(`Waited too long for ${condition}`);
}

/** Waits for the moment of a kill; answers what the worker was about, null when the run was over before. */
async function moment(
  run: string,
  kind: Kind,
  random: () => number,
  batchesSeen: () => number,
): Promise<string | null> {
  const isOver = () => recordOf(run).status !== 'running';
  if (kind === 'starting') {
    await delay(random() * 400);
    return batchesSeen() === 0 ? 'before the first batch' : 'in training';
  }
  const epoch = 1 + Math.floor(random() * (EPOCHS - 6));
  const later = random() * 150;
  await until(() => isOver() || recordOf(run).epochsDone >= epoch);
  await delay(later);
  if (kind === 'writing') {
    await until(() => isOver() || temporaries(run).length > 0);
    await delay(random() * 4);
  }
  return isOver() ? null : `after epoch ${recordOf(run).epochsDone}`;
}

/** Trains without disturbing; answers what that gives, and the milliseconds. */
async function undisturbed(place: Place): Promise<{ end: string; ms: number }> {
  const run = await start(place, null);
  const done = await over(place, run);
  if (done.status !== 'done') throw new Error(`The undisturbed run ended ${done.status}: ${done.reason}`);
  const end = outcome(run);
  rmSync(run, { recursive: true });
  return { end, ms: done.duration };
}

async function kill(place: Place, number: number, kind: Kind, random: () => number, end: string) {
  const { client, served } = place;
  let batches = 0;
  const run = await start(place, null);
  const silence = client.on('training.progress', progress => {
    if (progress.run === run) batches += 1;
  });
  // Until the worker has taken the run over, its record names the service.
  const workerOf = () => recordOf(run).pid;
  await until(() => workerOf() !== served.pid);
  const when = await moment(run, kind, random, () => batches);
  if (when === null) {
    await over(place, run);
    return null;
  }
  await killHard(workerOf());
  const left = temporaries(run);
  silence();
  const asked = performance.now();
  await client.call('datasets.list', {});
  const answered = performance.now() - asked;
  const ended = await over(place, run);
  if (ended.status === 'done') return null;
  const faults: string[] = [];
  const check = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  check(isAlive(served.pid), 'the service died');
  check(ended.status === 'interrupted', `marked ${ended.status}`);
  check(
    /^The training process ended unexpectedly \(signal SIGKILL.*resume to (go on from there|begin again)\.$/.test(
      ended.reason ?? '',
    ),
    `said ${ended.reason}`,
  );
  for (const broken of await brokenFiles(run)) faults.push(broken);
  const checkpoint = await new RunFolder(run).readCheckpoint().catch(error => {
    faults.push(String(error));
    return null;
  });
  const { epoch = 0, batch = 0 } = checkpoint?.position ?? {};
  await start(place, run);
  const resumed = await over(place, run);
  check(resumed.status === 'done', `ended ${resumed.status}: ${resumed.reason}`);
  check(outcome(run) === end, 'came to another end');
  check(temporaries(run).length === 0, 'left temporary files');
  rmSync(run, { recursive: true });
  return {
    kill: number,
    when,
    wrote: left.length > 0,
    checkpoint: `${epoch}.${batch}`,
    answered: Math.round(answered),
    faults,
  };
}

async function openPlace(folder: string, environment: NodeJS.ProcessEnv): Promise<Place> {
  const served = await startServed({ folder, environment });
  const client = await ServiceClient.connect(served);
  const file = path.join(folder, 'kills.netloom');
  const text = JSON.stringify(NETWORK);
  writeFileSync(file, text);
  return { served, client, file, text };
}

async function main(kills: number, seed: number): Promise<boolean> {
  const top = mkdtempSync(path.join(tmpdir(), 'netloom-kills-'));
  const folder = path.join(top, 'work');
  mkdirSync(folder);
  const environment = {
    ...process.env,
    NETLOOM_DATA: path.join(top, 'data'),
    CI: '1',
    TF_CPP_MIN_LOG_LEVEL: '3',
  };
  const place = await openPlace(folder, environment);
  try {
    const { end, ms } = await undisturbed(place);
    console.log(`undisturbed: ${EPOCHS} epochs in ${Math.round(ms)} ms`);
    const random = seeded(seed);
    const results = [];
    for (let number = 1; results.length < kills; number++) {
      const kind = KINDS[number % KINDS.length] ?? 'training';
      const result = await kill(place, number, kind, random, end);
      if (result === null) continue;
      results.push(result);
      const { when, wrote, checkpoint, answered, faults } = result;
      console.log(
        `${faults.length === 0 ? 'ok  ' : 'FAIL'} ${String(results.length).padStart(2)}  ${when}${wrote ? ', a file half written' : ''}; checkpoint ${checkpoint}, service answered in ${answered} ms${faults.map(fault => `\n       ${fault}`).join('')}`,
      );
    }
    const good = results.filter(({ faults }) => faults.length === 0).length;
    const starting = results.filter(({ when }) => when === 'before the first batch').length;
    const writing = results.filter(({ wrote }) => wrote).length;
    console.log(
      `${results.length} kills: ${starting} before the first batch, ${results.length - starting} in training, ${writing} with a file half written; ${good} resumed to the bit-identical end`,
    );
    const filled = await fillDisk(place, end, { start, over, outcome });
    return good === results.length && filled;
  } finally {
    place.client.close();
    await place.served.close();
    if (existsSync(top)) rmSync(top, { recursive: true, force: true });
  }
}

const [, , kills = '50', seed = '1'] = process.argv;
process.exit((await main(Number(kills), Number(seed))) ? 0 : 1);
