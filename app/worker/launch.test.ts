import { chmod, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RunFolder } from '../../main/runs/run-folder.ts';
import { runSummary } from '../../main/runs/run-summary.ts';
import { type LaunchedRun, launchRun } from '../../main/training/launch-run.ts';
import { prepareResume, prepareRun } from '../../main/training/prepare-run.ts';
import { superviseRun, type WorkerTask } from '../../main/training/supervisor.ts';
import { temporaryFolder, weightValues, xorDocument } from '../../main/training/testing.ts';
import { Turns } from '../../main/training/turns.ts';
import type { RunNews } from '../../shared/contract/training.ts';
import { type BuiltWorker, buildWorker } from './testing.ts';

let worker: BuiltWorker;
let directory: string;

vi.setConfig({ testTimeout: 180_000, hookTimeout: 90_000 });

beforeAll(async () => {
  directory = await temporaryFolder();
  worker = await buildWorker('launch');
});
afterAll(() => Promise.all([worker.remove(), rm(directory, { recursive: true, force: true })]));

const LONG = 100_000;

async function prepare(epochs: number, waits = false): Promise<WorkerTask> {
  const folder = await prepareRun(xorDocument({ epochs }), { engine: 'javascript', directory, waits });
  return { run: folder.path, engine: 'javascript', resume: false };
}

/** Trains to the end; answers how it ended and what was told. */
async function train(task: WorkerTask, program = worker.program) {
  const news: RunNews[] = [];
  const { status, reason, code } = await superviseRun(program, task, event => news.push(event)).ended;
  const memory = news.flatMap(event => (event.event === 'memory' ? event.bytes : []));
  return { status, reason, code, news, memory };
}

/** Goes on with a run to its end, without limits. */
async function goOn(run: string) {
  await prepareResume(run);
  return train({ run, engine: 'javascript', resume: true });
}

describe('runs that wait for their turn', () => {
  it('begin in order, are taken out, and follow one that was killed', async () => {
    const turns = new Turns(path.join(directory, 'data'));
    let pid: number | undefined;
    const launch = async (epochs: number): Promise<LaunchedRun & { readonly run: string }> => {
      const task = await prepare(epochs, true);
      const launched = await launchRun(worker.program, task, { turns, waits: true, report: () => undefined });
      return Object.assign(launched, { run: task.run });
    };
    const first = await launch(LONG);
    await expect.poll(() => first.status).toBe('running');
    await expect
      .poll(
        async () => {
          pid = (await new RunFolder(first.run).readRecord()).pid;
          return pid !== process.pid;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    const second = await launch(2);
    const third = await launch(2);
    expect([second.before, third.before]).toEqual([1, 2]);
    expect(await runSummary(third.run)).toMatchObject({ status: 'queued', epochsDone: 0 });
    expect(second.pause(), 'nothing to hold yet').toBe(false);

    second.stop();
    expect(await second.ended).toMatchObject({ status: 'stopped', done: null });
    expect((await runSummary(second.run)).reason).toContain('taken out of the queue before its turn came');
    expect(third.status).toBe('queued');
    process.kill(pid ?? 0, 'SIGKILL');
    expect(await first.ended).toMatchObject({ status: 'interrupted', code: 'run.worker' });
    expect(await third.ended).toMatchObject({ status: 'done' });
    expect(await goOn(second.run)).toMatchObject({ status: 'done' });
  });

  it('are interrupted with a sentence when the process in which they wait is gone', async () => {
    const { run } = await prepare(2, true);
    const folder = new RunFolder(run);
    const record = await folder.readRecord();
    expect(record.status).toBe('queued');
    await folder.writeRecord({ ...record, pid: 2 ** 22 + 1 });
    expect(await runSummary(run)).toMatchObject({
      status: 'interrupted',
      reason: "Netloom was closed before this run's turn came; resume to put it in the queue again.",
    });
    expect(await goOn(run)).toMatchObject({ status: 'done' });
  });
});

describe('a limit on memory', () => {
  it('stops a run that exceeds it, with its weights and a sentence; far beyond it, at once; both go on exactly', async () => {
    const straight = await prepare(100);
    const { memory } = await train(straight);
    const usual = Math.max(...memory);
    expect(usual, 'a Node process with an engine').toBeGreaterThan(50 * 2 ** 20);
    // A little too much: it is asked to stop and keeps the batch at which it stands.
    // Far too much: it is ended from outside.
    for (const share of [0.8, 0.4]) {
      const task = await prepare(100);
      const memoryLimit = usual * share;
      const ended = await train({ ...task, memoryLimit });
      expect(ended).toMatchObject({ status: 'interrupted', code: 'run.memory-limit' });
      expect(ended.reason).toMatch(
        /^The training process held \d.* of memory, more than its limit of \d.* kept: resume with a higher limit/,
      );
      expect(await runSummary(task.run)).toMatchObject({ status: 'interrupted', reason: ended.reason });
      expect(await goOn(task.run)).toMatchObject({ status: 'done' });
      expect(await weightValues(new RunFolder(task.run))).toEqual(
        await weightValues(new RunFolder(straight.run)),
      );
    }
  });

  it('refuses what cannot fit, before a folder is made', async () => {
    await expect(
      prepareRun(xorDocument(), { engine: 'javascript', directory, memoryLimit: 100 }),
    ).rejects.toThrow('its limit is 0 MB. Make the network smaller.');
  });
});

// A limit on the size of files that the system itself sets: the write fails in the middle, as on a full disk.
describe.skipIf(process.platform === 'win32')('a disk without room (POSIX systems only: ulimit)', () => {
  it('interrupts the run with a sentence, its last checkpoint whole, and it goes on exactly', async () => {
    const straight = await prepare(40);
    await train(straight);
    const execPath = path.join(directory, 'node-with-little-room');
    // 8 blocks of 512 bytes: the figures of some 15 epochs.
    await writeFile(execPath, `#!/bin/sh\nulimit -f 8\nexec "${process.execPath}" "$@"\n`);
    await chmod(execPath, 0o755);
    const task = await prepare(40);
    const ended = await train(task, { ...worker.program, execPath });
    expect(ended).toMatchObject({ status: 'interrupted', code: 'run.disk-full' });
    expect(ended.reason).toContain('The disk is full');
    expect(await runSummary(task.run)).toMatchObject({ status: 'interrupted', reason: ended.reason });
    const folder = new RunFolder(task.run);
    const kept = (await folder.readCheckpoint())?.position.epoch ?? 0;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(40);
    expect(await goOn(task.run)).toMatchObject({ status: 'done' });
    expect(await weightValues(folder)).toEqual(await weightValues(new RunFolder(straight.run)));
  });
});
