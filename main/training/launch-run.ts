import type { RunNews } from '../../shared/contract/training.ts';
import { RunFolder } from '../runs/run-folder.ts';
import type { Interruption } from './run-control.ts';
import type { RunEnding } from './run-ending.ts';
import { type SupervisedRun, superviseRun, type WorkerProgram, type WorkerTask } from './supervisor.ts';
import type { Turns } from './turns.ts';

/** When a prepared run begins, and who hears of it. */
export interface LaunchOptions {
  readonly turns: Turns;
  /** Waits until no other run of this machine trains or waits before it; else it begins at once. */
  readonly waits: boolean;
  report(event: RunNews): void;
  /** While it waits: how many runs must end before it begins, whenever that changes; 0 when it begins. */
  queued?(before: number): void;
}

/** A run that waits for its turn or trains. */
export interface LaunchedRun {
  readonly status: 'queued' | 'running' | 'paused';
  /** How many runs must end before it begins. */
  readonly before: number;
  /** @returns false while the run waits: there is nothing to hold */
  pause(): boolean;
  /** @returns false while the run waits */
  resume(): boolean;
  /**
   * Ends after the present batch and keeps the weights; a waiting run is taken out of the queue.
   *
   * @param why where it was not the user's wish
   */
  stop(why?: Interruption): void;
  /** Resolves when it is over; never rejects. */
  readonly ended: Promise<RunEnding>;
}

/**
 * Begins a prepared run in a worker, at once or when its turn comes. Whatever becomes of the runs before it, done, stopped, failed or
 * killed, the next one begins.
 *
 * @param program the worker
 * @param task what to train
 * @param options when, and whom to tell
 * @throws SystemError when the user's data folder cannot be written
 */
export async function launchRun(
  program: WorkerProgram,
  task: WorkerTask,
  { turns, waits, report, queued = () => undefined }: LaunchOptions,
): Promise<LaunchedRun> {
  const turn = await turns.enter({ run: task.run, waits, moved: queued });
  let supervised: SupervisedRun | null = waits ? null : superviseRun(program, task, report);
  let why: Interruption | null = null;
  const run = async (): Promise<RunEnding> => {
    if (supervised === null) {
      // A folder that cannot be read any more keeps nobody waiting.
      if (!(await turn.comes.catch(() => true))) return withdrawn(task.run, why);
      supervised = superviseRun(program, task, report);
      queued(0);
    }
    const ending = await supervised.ended;
    await turn.end().catch(() => undefined);
    return ending;
  };
  const ended = run();
  return {
    get status() {
      if (supervised === null) return 'queued';
      return supervised.isPaused ? 'paused' : 'running';
    },
    get before() {
      return turn.before;
    },
    pause() {
      supervised?.pause();
      return supervised !== null;
    },
    resume() {
      supervised?.resume();
      return supervised !== null;
    },
    stop(reason) {
      why = reason ?? null;
      if (supervised) supervised.stop(reason);
      else void turn.end().catch(() => undefined);
    },
    ended,
  };
}

/** Writes down that a run was taken out of the queue. */
async function withdrawn(run: string, why: Interruption | null): Promise<RunEnding> {
  const folder = new RunFolder(run);
  const status = why === null ? 'stopped' : 'interrupted';
  const reason =
    why?.reason ?? 'It was taken out of the queue before its turn came; resume to train it after all.';
  const code = why?.code ?? null;
  const record = await folder.readRecord().catch(() => null);
  if (record)
    await folder
      .writeRecord({ ...record, status, reason, ...(code !== null && { code }) })
      .catch(() => undefined);
  return { status, reason, code, done: null };
}
