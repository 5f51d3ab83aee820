import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeLinks } from './build-addon.ts';
import { ADDON_FILE, type SetupPlace } from './place.ts';
import { SetupError } from './setup-error.ts';

/**
 * Gives a place's `home` what tfjs-node's own install script would have: links to the library in the cache, and a copy of
 * the addon (a copy, since the addon looks for the library beside itself). Each appears in one move.
 * @throws SetupError setup.cannot-write
 */
export async function linkPackage(place: SetupPlace): Promise<void> {
  const mark = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const deps = join(place.home, 'deps');
  const newDeps = `${deps}.${mark}`;
  const newAddon = `${place.installedAddon}.${mark}`;
  try {
    await removeLeftovers(place);
    await makeLinks(place, newDeps);
    await rm(deps, { recursive: true, force: true });
    await rename(newDeps, deps);
    await mkdir(dirname(place.installedAddon), { recursive: true });
    await copyFile(join(place.addon, ADDON_FILE), newAddon);
    await rename(newAddon, place.installedAddon);
  } catch (cause) {
    await rm(newDeps, { recursive: true, force: true });
    await rm(newAddon, { force: true });
    throw new SetupError(
      'setup.cannot-write',
      `The folder ${place.home} could not be written (${cause instanceof Error ? cause.message : cause}).`,
      null,
      { cause },
    );
  }
}

/** Removes what a set-up that was killed while linking has left in the package. */
async function removeLeftovers({ home, installedAddon }: SetupPlace): Promise<void> {
  for (const final of [join(home, 'deps'), installedAddon]) {
    const names = await readdir(dirname(final)).catch(() => []);
    for (const name of names.filter(candidate => candidate.startsWith(`${basename(final)}.`))) {
      await rm(join(dirname(final), name), { recursive: true, force: true });
    }
  }
}
