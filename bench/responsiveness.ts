import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { netloomDirectory } from '../main/setup/place.ts';
import { prepareRun } from '../main/training/prepare-run.ts';
import { superviseRun } from '../main/training/supervisor.ts';
import type { RunNews } from '../shared/contract/training.ts';
import type { NetloomDocument } from '../shared/document/schema.ts';
import { findTemplate } from '../shared/templates/index.ts';
import { median, tell } from './statistics.ts';
import { SAMPLES, taskDocument, trainingTask } from './training-task.ts';

// How long a training process takes until a wish to pause, to go on or to stop takes effect: from the supervisor's call to the
// worker's word that no batch is trained any more. Wishes come at random moments: in training, in validation, while a checkpoint is
// written. The first ones come while the process starts, loads the library and records the step; they are told apart.

const PAUSES = Number(process.argv[2] ?? 30);
const PROGRAM = { path: path.join(netloomDirectory(), 'dist/node/worker.mjs') };

/** Random pictures in the form of CIFAR-10: a label and 3 x 32 x 32 bytes each. */
function writePictures(folder: string): string {
  const record = 1 + 3 * 32 * 32;
  const bytes = Uint8Array.from({ length: SAMPLES * record }, (_, i) =>
    Math.floor(Math.random() * (i % record === 0 ? 10 : 256)),
  );
  const file = path.join(folder, 'data_batch_1.bin');
  writeFileSync(file, bytes);
  return file;
}

function documents(folder: string): Readonly<Record<string, NetloomDocument>> {
  const endless = { epochs: 1000, batchSize: 64 };
  const digits = findTemplate('digits-cnn')?.build();
  if (!digits) throw new Error('There is no template digits-cnn.');
  return {
    'digits-cnn': { ...digits, training: { ...digits.training, ...endless, dataset: 'mnist' } },
    'resnet-small': {
      ...taskDocument(trainingTask('resnet-small')),
      training: { ...endless, dataset: writePictures(folder) },
    },
  };
}

async function measure(network: string, document: NetloomDocument, directory: string): Promise<void> {
  const engine = 'tensorflow';
  const folder = await prepareRun(document, { engine, directory });
  let hear: ((news: RunNews) => void) | null = null;
  const run = superviseRun(PROGRAM, { run: folder.path, engine, resume: false }, news => hear?.(news));
  const ended = run.ended.then(({ reason }) => {
    throw new Error(`The run ended: ${reason}`);
  });
  ended.catch(() => undefined);
  const told = (fits: (news: RunNews) => boolean) =>
    Promise.race([
      ended,
      new Promise<void>(resolve => {
        hear = news => fits(news) && resolve();
      }),
    ]);
  const state = (wanted: string) => told(news => news.event === 'held' && news.state === wanted);
  const wish = async (act: () => void, wanted: string): Promise<number> => {
    const started = performance.now();
    const effect = state(wanted);
    act();
    await effect;
    return performance.now() - started;
  };
  const atStart = await wish(() => run.pause(), 'paused');
  const trains = told(news => news.event === 'batch');
  run.resume();
  await trains;
  const pauses: number[] = [];
  const resumes: number[] = [];
  for (let i = 0; i < PAUSES; i++) {
    await delay(100 + Math.random() * 1500);
    pauses.push(await wish(() => run.pause(), 'paused'));
    resumes.push(await wish(() => run.resume(), 'training'));
  }
  await delay(Math.random() * 1000);
  const stop = await wish(() => run.stop(), 'stopping');
  const stopped = performance.now();
  await run.ended;
  tell({
    network,
    pauses: PAUSES,
    'pause ms, median': median(pauses),
    'pause ms, longest': Math.max(...pauses),
    'go on ms, median': median(resumes),
    'go on ms, longest': Math.max(...resumes),
    'stop ms': stop,
    'until the weights are kept and the test scores known, ms': performance.now() - stopped,
    'pause in the start ms': atStart,
    load: os.loadavg()[0] ?? Number.NaN,
  });
}

const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-responsiveness-'));
try {
  for (const [network, document] of Object.entries(documents(work))) await measure(network, document, work);
} finally {
  rmSync(work, { recursive: true, force: true });
}
