import type { ChildProcess } from 'node:child_process';
import { formatMemory } from '../../shared/analysis/format-memory.ts';
import type { EngineName } from '../../shared/contract/engines.ts';
import { type RunNews, type WorkerCommand, workerMessageSchema } from '../../shared/contract/training.ts';
import { startEngineProcess } from '../engines/start-engine-process.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { Interruption } from './run-control.ts';
import { endingOfRun, type RunEnding, statusOf } from './run-ending.ts';

/** Where workers come from. */
export interface WorkerProgram {
  /** The built worker. */
  readonly path: string;
  /** The Node binary; by default this process's. */
  readonly execPath?: string | undefined;
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

/** Who hears of what a worker tells and holds. */
interface Listeners {
  readonly report: (event: RunNews) => void;
  readonly watch: MemoryWatch;
  /** Ends a worker that can no longer be trusted. */
  readonly refuse: (why: Interruption) => void;
}

/** How long a worker that answered nonsense may take to keep its weights, in milliseconds. */
const PATIENCE = 10_000;

const STRANGE: Interruption = {
  code: 'run.worker',
  reason:
    'The training process told something that Netloom does not understand, so it was ended. Its last checkpoint is kept: resume to go on from there.',
};

/**
 * Trains a run in a worker of its own. A worker that dies leaves a sentence in the run's record, and the run can be resumed. One
 * that holds more memory than it may, or tells nonsense, is asked to stop with its weights, and ended where it does not follow.
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
  const worker = startEngineProcess(program.path, {
    execPath: program.execPath,
    env: program.env,
    stderr: 'pipe',
  });
  let isPaused = false;
  const tell = (command: WorkerCommand) => {
    if (worker.connected) worker.send(command, () => undefined);
  };
  const { run, engine, resume, memoryLimit = null } = task;
  const stop = (why: Interruption | null = null) => tell({ command: 'stop', why });
  let impatience: NodeJS.Timeout | undefined;
  const refuse = (why: Interruption) => {
    stop(why);
    impatience ??= setTimeout(() => worker.kill('SIGKILL'), PATIENCE);
  };
  const watch = new MemoryWatch(worker.pid, memoryLimit, {
    seen: bytes => report({ event: 'memory', bytes, limit: memoryLimit }),
    exceeded: bytes => stop(exceeded(bytes, memoryLimit ?? 0)),
    end: () => worker.kill('SIGKILL'),
  });
  const ended = endingOf(worker, task, { report, watch, refuse });
  void ended.then(() => {
    watch.close();
    clearTimeout(impatience);
  });
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
  { run, engine, memoryLimit }: WorkerTask,
  { report, watch, refuse }: Listeners,
): Promise<RunEnding> {
  return new Promise(resolve => {
    let told: RunEnding | null = null;
    let strange: Interruption | null = null;
    let words = '';
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4000);
    });
    worker.on('message', raw => {
      const parsed = workerMessageSchema.safeParse(raw);
      if (!parsed.success) {
        strange ??= STRANGE;
        return refuse(STRANGE);
      }
      const message = parsed.data;
      if (message.event === 'error') {
        const { message: reason, code } = message;
        told = { status: statusOf(code), reason, code, done: null };
        return;
      }
      if (message.event === 'done') {
        const { status, reason, code } = message;
        told = { status, reason, code, done: message };
      }
      report(message);
    });
    worker.once('error', error => {
      told ??= {
        status: 'failed',
        reason: `The training process could not be started: ${error.message}`,
        code: 'run.worker',
        done: null,
      };
      if (worker.pid === undefined) resolve(told);
    });
    worker.once('close', (code, signal) => {
      const limit = memoryLimit ?? Number.POSITIVE_INFINITY;
      const isOver = signal === 'SIGKILL' && watch.highest > limit;
      const cause = isOver ? exceeded(watch.highest, limit) : strange;
      void endingOfRun(run, { told, cause, engine, code, signal, words }).then(resolve);
    });
  });
}
