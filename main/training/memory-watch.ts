import { residentMemory, TELLS_MEMORY } from '../processes/resident-memory.ts';
import { RunError } from '../runs/run-error.ts';

/** Milliseconds between two looks. */
const LOOK_EVERY = 250;
/** Milliseconds between two reports of a memory that hardly changes. */
const TELL_EVERY = 1000;
/** How long a process that was asked to stop may still hold too much, in milliseconds. */
const PATIENCE = 10_000;
/** How far above its limit a process is ended at once: it may take all the machine's memory before it stops. */
const FAR = 1.5;

/**
 * Refuses a limit that nobody could keep.
 *
 * @throws RunError `run.setting` where the system does not tell how much memory a process holds
 */
export function requireMemoryReading(): void {
  if (TELLS_MEMORY) return;
  throw new RunError(
    'run.setting',
    'On this system Netloom cannot see how much memory a training process holds, so it cannot keep a limit. Train without one.',
  );
}

/** Whom a watch tells. */
export interface MemoryListener {
  /** The memory in bytes, about once a second. */
  seen(bytes: number): void;
  /** It exceeds the limit; told once. */
  exceeded(bytes: number): void;
  /** The process is to be ended: it did not stop in time, or holds far too much. */
  end(): void;
}

/** Looks at the main memory of a process, from outside: the process itself may be busy. */
export class MemoryWatch {
  /** The most that was seen, in bytes. */
  highest = 0;
  private readonly timer: NodeJS.Timeout;
  private asked: number | null = null;
  private told = Number.NEGATIVE_INFINITY;

  /**
   * @param pid the process; undefined where it could not be started
   * @param limit in bytes; null for none
   * @param listener whom to tell
   */
  constructor(pid: number | undefined, limit: number | null, listener: MemoryListener) {
    this.timer = setInterval(() => {
      if (pid !== undefined) void residentMemory(pid).then(bytes => this.look(bytes, limit, listener));
    }, LOOK_EVERY);
    this.timer.unref();
  }

  /** Looks no more. */
  close(): void {
    clearInterval(this.timer);
  }

  private look(bytes: number | null, limit: number | null, listener: MemoryListener): void {
    if (bytes === null) return;
    const now = performance.now();
    this.highest = Math.max(this.highest, bytes);
    if (now - this.told >= TELL_EVERY) {
      this.told = now;
      listener.seen(bytes);
    }
    if (limit === null || bytes <= limit) return;
    if (this.asked === null) {
      this.asked = now;
      listener.exceeded(bytes);
    }
    if (bytes > FAR * limit || now - this.asked > PATIENCE) listener.end();
  }
}
