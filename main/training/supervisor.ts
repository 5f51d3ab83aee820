import { type ChildProcess, fork } from 'node:child_process';
import { formatMemory } from '../../shared/analysis/format-memory.ts';
import type { EngineName } from '../../shared/contract/engines.ts';
import {
  type DoneEvent,
  type RunNews,
  type WorkerCommand,
  workerMessageSchema,
} from '../../shared/contract/training.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { Interruption } from './run-control.ts';

/** Where workers come from. */
export interface WorkerProgram {
  /** The built worker. */
  readonly path: string;
  /** The Node binary; by default this process's. */
  readonly execPath?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What to train. */
export interface WorkerTask {
  /** The prepared run's folder. */
  readonly run: string;
  readonly engine: EngineName;
  readonly resume: boolean;
  /** The most main memory that the worker may hold, in bytes; left out for no limit. */
  readonly memoryLimit?: number | undefined;
}

/** How a run ended. */
export interface RunEnding {
  readonly status: DoneEvent['status'];
  /** A sentence where it did not simply finish. */
  readonly reason: string | null;
  /** A stable code where it was interrupted or failed. */
  readonly code: string | null;
  readonly done: DoneEvent | null;
}

/** A run in a worker process. */
export interface SupervisedRun {
  readonly pid: number | undefined;
  readonly isPaused: boolean;
  pause(): void;
  resume(): void;
  /**
   * Ends after the present batch and keeps the weights.
   *
   * @param why where it was not the user's wish
   */
  stop(why?: Interruption): void;
  /** Resolves when the worker is gone; never rejects. */
  readonly ended: Promise<RunEnding>;
}

/**
 * Trains a run in a worker of its own. A worker that dies leaves a sentence in the run's record, and the run can be resumed. One
 * that holds more memory than it may is asked to stop with its weights, and ended where it does not follow.
 *
 * @param program the worker
 * @param task what to train
 * @param report receives the training's events
 */
export function superviseRun(
  program: WorkerProgram,
  task: WorkerTask,
  report: (event: RunNews) => void,
): SupervisedRun {
  const worker = fork(program.path, [], {
    ...(program.execPath !== undefined && { execPath: program.execPath }),
    execArgv: [],
    env: program.env ?? process.env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let isPaused = false;
  const tell = (command: WorkerCommand) => {
    if (worker.connected) worker.send(command, () => undefined);
  };
  const { run, engine, resume, memoryLimit = null } = task;
  const stop = (why: Interruption | null = null) => tell({ command: 'stop', why });
  const watch = new MemoryWatch(worker.pid, memoryLimit, {
    seen: bytes => report({ event: 'memory', bytes, limit: memoryLimit }),
    exceeded: bytes => stop(exceeded(bytes, memoryLimit ?? 0)),
    end: () => worker.kill('SIGKILL'),
  });
  const ended = endingOf(worker, task, report, () => watch.highest);
  void ended.then(() => watch.close());
  tell({ command: 'start', run, engine, resume });
  return {
    pid: worker.pid,
    get isPaused() {
      return isPaused;
    },
    pause() {
      isPaused = true;
      tell({ command: 'pause' });
    },
    resume() {
      isPaused = false;
      tell({ command: 'resume' });
    },
    stop,
    ended,
  };
}

function exceeded(bytes: number, limit: number): Interruption {
  return {
    code: 'run.memory-limit',
    reason: `The training process held ${formatMemory(bytes)} of memory, more than its limit of ${formatMemory(limit)}. The weights so far are kept: resume with a higher limit, or train anew with a smaller batch size.`,
  };
}

function endingOf(
  worker: ChildProcess,
  task: WorkerTask,
  report: (event: RunNews) => void,
  highestMemory: () => number,
): Promise<RunEnding> {
  return new Promise(resolve => {
    let ending: RunEnding | null = null;
    let words = '';
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4000);
    });
    worker.on('message', raw => {
      const parsed = workerMessageSchema.safeParse(raw);
      if (!parsed.success) return;
      const message = parsed.data;
      if (message.event === 'error') {
        const { message: reason, code } = message;
        ending = { status: 'failed', reason, code, done: null };
        return;
      }
      if (message.event === 'done') {
        const { status, reason, code } = message;
        ending = { status, reason, code, done: message };
      }
      report(message);
    });
    worker.once('error', error => {
      ending ??= {
        status: 'failed',
        reason: `The training process could not be started: ${error.message}`,
        code: 'run.worker',
        done: null,
      };
      if (worker.pid === undefined) resolve(ending);
    });
    worker.once('close', (code, signal) => {
      const limit = task.memoryLimit ?? Number.POSITIVE_INFINITY;
      const isOver = signal === 'SIGKILL' && highestMemory() > limit;
      const cause = isOver ? exceeded(highestMemory(), limit) : null;
      const end = ending ?? interrupted(task, cause ?? died(code, signal, words), cause === null);
      void Promise.resolve(end).then(resolve);
    });
  });
}

/** Writes down that a worker died. */
async function interrupted(
  task: WorkerTask,
  { code, reason: cause }: Interruption,
  tellsKept: boolean,
): Promise<RunEnding> {
  const folder = new RunFolder(task.run);
  const record = await folder.readRecord().catch(() => null);
  const kept = record?.epochsDone
    ? `The weights of epoch ${record.epochsDone} of ${record.epochs} are kept; resume to go on from there.`
    : 'No epoch was finished yet; resume to begin again.';
  const reason = tellsKept ? `${cause} ${kept}` : cause;
  if (record)
    await folder.writeRecord({ ...record, status: 'interrupted', reason, code }).catch(() => undefined);
  return { status: 'interrupted', reason, code, done: null };
}

function died(code: number | null, signal: NodeJS.Signals | null, words: string): Interruption {
  return {
    code: 'run.worker',
    reason: `The training process ended unexpectedly (${causeOf(code, signal, words)}).`,
  };
}

function causeOf(code: number | null, signal: NodeJS.Signals | null, words: string): string {
  const isOutOfMemory = /out of memory|bad_alloc|OOM/i.test(words);
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  if (isOutOfMemory) return `${how}: the memory did not suffice`;
  return signal === 'SIGKILL' ? `${how}; the system ends processes so when memory runs out` : how;
}
