import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive } from '../processes/is-alive.ts';
import { throwIfCancelled } from './command.ts';

const ownerSchema = z.object({ pid: z.int(), host: z.string() });
type Owner = z.infer<typeof ownerSchema>;

/** How to wait for a lock. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when another process holds the lock, with its process id. */
  readonly onWait?: ((pid: number) => void) | undefined;
}

const TOUCH_INTERVAL = 5_000;
/** A holder touches its lock every five seconds; one untouched for this long belongs to a process that is gone. */
const STALE_AFTER = 60_000;
const RETRY_INTERVAL = 200;

/** An owner on another machine cannot be asked and counts as alive. */
function isOwnerAlive(owner: Owner): boolean {
  return owner.host !== hostname() || isAlive(owner.pid);
}

async function readOwner(file: string): Promise<{ owner: Owner | null; text: string; age: number } | null> {
  try {
    const text = await readFile(file, 'utf8');
    const age = Date.now() - (await stat(file)).mtimeMs;
    let owner: Owner | null = null;
    try {
      owner = ownerSchema.parse(JSON.parse(text));
    } catch {
      // A file that is no lock of ours: only its age counts.
    }
    return { owner, text, age };
  } catch {
    return null;
  }
}

/** Moves a dead process's lock aside; puts it back if another process was quicker and the lock is a new, living one. */
async function removeStale(file: string, staleText: string): Promise<void> {
  const aside = `${file}.stale-${process.pid}`;
  try {
    await rename(file, aside);
    if ((await readFile(aside, 'utf8')) !== staleText) await link(aside, file);
  } catch {
    // Somebody else has taken it over meanwhile; the next attempt sees who.
  }
  await rm(aside, { force: true });
}

/**
 * Runs a task while no other process runs one under the same lock file. A lock whose process is dead is taken over.
 * @param file the lock file; it holds the process id and host of its owner
 * @returns what the task returns
 * @throws SetupError setup.cancelled when cancelled while waiting
 */
export async function withLock<T>(
  file: string,
  task: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const mine = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  await writeFile(mine, JSON.stringify({ pid: process.pid, host: hostname() }));
  let waiting = false;
  try {
    for (;;) {
      throwIfCancelled(options.signal);
      try {
        // A hard link is made whole or not at all, so the lock never stands without its owner in it.
        await link(mine, file);
        break;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const held = await readOwner(file);
      if (held === null) continue;
      if (held.age > STALE_AFTER || (held.owner !== null && !isOwnerAlive(held.owner))) {
        await removeStale(file, held.text);
        continue;
      }
      if (!waiting && held.owner !== null) options.onWait?.(held.owner.pid);
      waiting = true;
      await sleep(RETRY_INTERVAL);
    }
  } finally {
    await rm(mine, { force: true });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, TOUCH_INTERVAL);
  heartbeat.unref();
  try {
    return await task();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}
