// kill -9 of the service while it is edited and while it trains, at seeded random moments. NETLOOM_KILL_SEED=N tries others.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RunFolder } from '../main/runs/run-folder.ts';
import { epochSchema } from '../shared/contract/runs.ts';
import { parseDocument } from '../shared/document/serialize.ts';
import { brokenFiles, isAlive, killHard, seeded, waitUntil } from './crash-checks.ts';
import { expect, test } from './fixtures.ts';
import { startServed } from './served-window.ts';
import { ServiceClient } from './service-client.ts';

const KILLS = 5;
const EPOCHS = 12;
const SEED = Number(process.env.NETLOOM_KILL_SEED ?? 1);

/** The number of the edit in a document's name: every edit of these tests renames it. */
const editOf = (text: string) => Number(parseDocument(text).name.split(' ')[1]);

test('the service is killed while edits come in', async ({ folder, environment, netloom }) => {
  test.setTimeout(120_000);
  const random = seeded(SEED);
  const file = path.join(folder, 'edited.netloom');
  expect((await netloom(['new', 'lenet-5', '-o', 'edited.netloom'])).code).toBe(0);
  const template = readFileSync(file, 'utf8').replace('"lenet-5"', '"edit 0"');
  let served = await startServed({ folder, environment });
  for (let kill = 1; kill <= KILLS; kill++) {
    const client = await ServiceClient.connect(served);
    const session = randomBytes(12).toString('hex');
    const sent: number[] = [];
    let kept = 0;
    let saved = 0;
    const textOf = (edit: number) => template.replace('"edit 0"', `"edit ${edit}"`);
    const { pid } = served;
    let moment = 0;
    const killing = delay(200 + random() * 1300).then(() => {
      moment = Date.now();
      return killHard(pid);
    });
    for (let edit = 1; moment === 0; edit++) {
      const text = textOf(edit);
      sent.push(Date.now());
      const state = { session, path: file, name: `edit ${edit}`, layers: 9, text };
      client.call('documents.journal', state).then(
        () => {
          kept = edit;
        },
        () => undefined,
      );
      if (edit % 4 === 0)
        client.call('documents.save', { path: file, text, expected: null, overwrite: true }).then(
          () => {
            saved = edit;
          },
          () => undefined,
        );
      await delay(5 + random() * 30);
    }
    await killing;
    client.close();
    const onDisk = kill === 1 && saved === 0 ? 0 : editOf(readFileSync(file, 'utf8'));
    served = await startServed({ folder, environment });
    const next = await ServiceClient.connect(served);
    const recoveries = await next.call('documents.recoveries', {});
    const own = recoveries.find(({ id }) => id === session);
    const recovered = own ? editOf((await next.call('documents.recover', { id: own.id })).text) : 0;
    // What the file holds too is not offered: the journal then has nothing that the file lacks.
    const held = Math.max(recovered, onDisk);
    const wanted = sent.filter(time => time < moment - 1000).length;
    const lost = held >= sent.length ? 0 : moment - (sent[held] ?? moment);
    console.log(
      `service, editing   kill ${kill}: ${sent.length} edits, journal holds ${recovered}, file holds ${onDisk}, ${lost} ms lost`,
    );
    expect(onDisk, 'what was saved is on disk').toBeGreaterThanOrEqual(saved);
    expect(held, 'what the service confirmed is kept').toBeGreaterThanOrEqual(kept);
    expect(held, 'at most a second is lost').toBeGreaterThanOrEqual(wanted);
    expect(held).toBeGreaterThan(0);
    expect(await brokenFiles(path.dirname(folder))).toEqual([]);
    await next.call('documents.discard', { id: session });
    next.close();
  }
  await served.close();
});

test('the service is killed while it trains', async ({ folder, environment, netloom }) => {
  test.setTimeout(240_000);
  const random = seeded(SEED + 1);
  const engines = ['tensorflow', 'javascript'] as const;
  expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
  const file = path.join(folder, 'spirals.netloom');
  const text = readFileSync(file, 'utf8').replace('"epochs": 150', `"epochs": ${EPOCHS}`);
  /** The validation loss of each epoch of a run that nobody disturbs, by engine. */
  const undisturbed = new Map<string, readonly number[]>();
  for (const engine of engines) {
    const run = path.join(folder, `whole-${engine}`);
    const trained = await netloom([
      ...['train', file, '--epochs', String(EPOCHS), '--engine', engine, '-o', run],
    ]);
    expect(trained.code, trained.stderr).toBe(0);
    undisturbed.set(engine, validationLosses(run));
  }
  for (let kill = 1; kill <= KILLS; kill++) {
    const engine = engines[kill % 2] ?? 'javascript';
    const takesWorker = kill > 2;
    const served = await startServed({ folder, environment });
    const client = await ServiceClient.connect(served);
    const { run } = await client.call('training.start', { text, path: file, engine, resume: null });
    const pidOf = () => Number(JSON.parse(readFileSync(path.join(run.path, 'run.json'), 'utf8')).pid);
    // The first kill falls into the start of the worker, the others anywhere.
    if (kill > 1) await waitUntil(() => validationLosses(run.path).length > 0);
    await delay(random() * 1200);
    const worker = pidOf();
    if (takesWorker) await Promise.all([killHard(worker), killHard(served.pid)]);
    else await killHard(served.pid);
    client.close();
    await waitUntil(() => !isAlive(worker) && !isAlive(pidOf()));

    const again = await startServed({ folder, environment });
    const next = await ServiceClient.connect(again);
    const found = (await next.call('runs.list', { path: file, name: 'spirals-mlp' })).find(
      ({ path: place }) => place === run.path,
    );
    next.close();
    await again.close();
    const done = found?.epochsDone ?? 0;
    expect(await brokenFiles(path.dirname(folder))).toEqual([]);
    // The record is written behind the checkpoint that it tells of: one that was killed between them tells of the one before.
    const kept = (await new RunFolder(run.path).readCheckpoint())?.position.epoch ?? 0;
    expect(kept).toBeGreaterThanOrEqual(done);
    let first = 0;
    if (found?.status !== 'done') {
      expect(found?.status).toBe('interrupted');
      const resumed = await netloom([
        ...['train', file, '--resume', run.path, '--engine', engine, '--format', 'json'],
      ]);
      expect(resumed.code, resumed.stderr).toBe(0);
      const events = resumed.stdout
        .trim()
        .split('\n')
        .map(line => JSON.parse(line));
      first = events[0].epoch;
      expect(first, 'goes on from the checkpoint').toBe(kept + 1);
      expect(events.at(-1)).toMatchObject({ event: 'done', status: 'done', epochs: EPOCHS });
    }
    const losses = validationLosses(run.path);
    console.log(
      `service, training  kill ${kill}: ${engine}${takesWorker ? ' and its worker' : ''}, ${found?.status} after ${done} epochs, resumed at ${first}, ${losses.length} at the end`,
    );
    expect(losses).toHaveLength(EPOCHS);
    expect(losses, 'as if nothing had happened').toEqual(undisturbed.get(engine));
  }
});

/** The validation loss of each epoch in a run's record; checks that the epochs count from 1 without a gap. */
function validationLosses(run: string): readonly number[] {
  let text: string;
  try {
    text = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8');
  } catch {
    return [];
  }
  const epochs = text
    .split('\n')
    .filter(Boolean)
    .map(line => epochSchema.parse(JSON.parse(line)));
  expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, index) => index + 1));
  return epochs.map(({ valLoss }) => valLoss ?? Number.NaN);
}
