import { mkdir, rm } from 'node:fs/promises';
import type { SetupProgress } from '../../shared/contract/engines.ts';
import { withLock } from './lock.ts';
import type { SetupPlace } from './place.ts';
import { SetupError } from './setup-error.ts';

/** Whom to tell of a set-up, and how to end it. */
export interface AloneOptions {
  readonly onProgress?: (progress: SetupProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Does the work of a set-up while no other process sets anything up; the place's folder for work is empty before and gone after.
 *
 * @param place the cache
 * @param options whom to tell of the waiting
 * @param task what to do
 * @returns what the task returns
 * @throws SetupError setup.cannot-write, setup.cancelled while waiting
 */
export async function alone<T>(
  place: Pick<SetupPlace, 'cache' | 'work' | 'lock'>,
  { onProgress, signal }: AloneOptions,
  task: () => Promise<T>,
): Promise<T> {
  await makeWork(place);
  return withLock(
    place.lock,
    async () => {
      // Whatever a killed set-up has left behind; nobody else works here while the lock is held.
      await emptyWork(place);
      try {
        await mkdir(place.work, { recursive: true });
        return await task();
      } finally {
        await emptyWork(place);
      }
    },
    {
      signal,
      onWait: pid =>
        onProgress?.({
          step: 1,
          steps: 1,
          title: `Waiting for another set-up (process ${pid})`,
          fraction: null,
        }),
    },
  );
}

async function makeWork({ cache, work }: Pick<SetupPlace, 'cache' | 'work'>): Promise<void> {
  try {
    await mkdir(work, { recursive: true });
  } catch (cause) {
    throw new SetupError(
      'setup.cannot-write',
      `The cache folder ${cache} cannot be written. Name another one in the variable NETLOOM_CACHE.`,
      null,
      { cause },
    );
  }
}

/** Removes the unfinished files. A command that outlived its killed set-up may still write there; the next time gets it. */
async function emptyWork({ work }: Pick<SetupPlace, 'work'>): Promise<void> {
  await rm(work, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
