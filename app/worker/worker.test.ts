import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runSummary } from '../../main/runs/run-summary.ts';
import { prepareResume, prepareRun } from '../../main/training/prepare-run.ts';
import { superviseRun, type WorkerTask } from '../../main/training/supervisor.ts';
import { temporaryFolder, xorDocument } from '../../main/training/testing.ts';
import type { RunNews } from '../../shared/contract/training.ts';
import { type BuiltWorker, buildWorker } from './testing.ts';

let worker: BuiltWorker;
let directory: string;

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(async () => {
  directory = await temporaryFolder();
  worker = await buildWorker('worker');
});
afterAll(() => Promise.all([worker.remove(), rm(directory, { recursive: true, force: true })]));

async function task(epochs: number): Promise<WorkerTask> {
  const folder = await prepareRun(xorDocument({ epochs }), { engine: 'javascript', directory });
  return { run: folder.path, engine: 'javascript', resume: false };
}

/** Starts a run and does something when the n-th epoch is reported. */
function startWith(work: WorkerTask, epoch: number, act: (run: ReturnType<typeof superviseRun>) => void) {
  const events: RunNews[] = [];
  const run = superviseRun(worker.program, work, event => {
    events.push(event);
    if (event.event === 'epoch' && event.epoch === epoch) act(run);
  });
  return { run, events };
}

describe('a supervised run', () => {
  it('is told of every epoch and of the end', async () => {
    const { run, events } = startWith(await task(3), 1, () => undefined);
    expect(await run.ended).toMatchObject({ status: 'done', reason: null, done: { epochs: 3 } });
    expect(events.map(event => event.event).filter(event => event !== 'batch' && event !== 'memory')).toEqual(
      ['epoch', 'epoch', 'epoch', 'done'],
    );
  });

  it('killed in the middle, says so, and goes on from its last checkpoint', async () => {
    const work = await task(12);
    const { run } = startWith(work, 4, ({ pid }) => pid && process.kill(pid, 'SIGKILL'));
    const ending = await run.ended;
    expect(ending).toMatchObject({ status: 'interrupted', code: 'run.worker' });
    expect(ending.reason).toMatch(
      /ended unexpectedly \(signal SIGKILL.*The weights of epoch \d+ of 12 are kept/,
    );
    expect(await runSummary(work.run)).toMatchObject({ status: 'interrupted', reason: ending.reason });
    await prepareResume(work.run);
    const again = superviseRun(worker.program, { ...work, resume: true }, () => undefined);
    expect(await again.ended).toMatchObject({ status: 'done', done: { epochs: 12 } });
  });

  it('pauses, goes on, and stops with its weights kept', async () => {
    const work = await task(100_000);
    const { run, events } = startWith(work, 2, supervised => {
      supervised.pause();
      setTimeout(() => supervised.resume(), 50);
    });
    await expect
      .poll(() => events.some(event => event.event === 'epoch' && event.epoch === 4), { timeout: 60_000 })
      .toBe(true);
    run.stop();
    const ending = await run.ended;
    expect(ending.status).toBe('stopped');
    expect((await runSummary(work.run)).epochsDone).toBe(ending.done?.epochs);
  });

  it('whose engine is not to be had says why, in its record too', async () => {
    // No driver of Vulkan, so no graphics adapter, on whatever machine.
    vi.stubEnv('VK_ICD_FILENAMES', path.join(directory, 'nothing'));
    try {
      const work = { ...(await task(2)), engine: 'webgpu' as const };
      const { run } = startWith(work, 1, () => undefined);
      const ending = await run.ended;
      expect(ending).toMatchObject({ status: 'interrupted', code: 'engine.not-ready' });
      expect(await runSummary(work.run)).toMatchObject({ status: 'interrupted', reason: ending.reason });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('that cannot begin says why', async () => {
    const work = await task(2);
    const { run } = startWith({ ...work, run: path.join(directory, 'nowhere') }, 1, () => undefined);
    expect(await run.ended).toMatchObject({ status: 'failed', code: 'run.not-found' });
  });
});
