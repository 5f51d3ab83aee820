import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CUDA_LIBRARIES, TENSORFLOW_VERSION } from './library-wheel.ts';
import { NODE_VERSION } from './node-wheel.ts';
import type { SetupPlace } from './place.ts';

const LIBRARY = /^tensorflow-([^-]+)-/;
const CUDA = /^nvidia-([^-]+)-/;
const NODE = /^node-(\d[^-]*)-/;
const ADDON = /^(?:addon|tfjs-node)-([^-]+)-tensorflow-([^-]+)-/;

/**
 * Removes what set-ups of other versions of TensorFlow, tfjs-node or Node have left in the cache (a library is 850 MB). Addons of
 * the same versions for another Node or another system stay. What cannot be removed stays, too.
 *
 * @param place its `work` is used, so the set-up's lock must be held
 */
export async function pruneCache(place: SetupPlace): Promise<void> {
  const names = await readdir(place.cache).catch(() => []);
  for (const name of names.filter(candidate => isOutdated(candidate, place.tfjsVersion))) {
    try {
      await mkdir(place.work, { recursive: true });
      // In one move first: a half-removed library must not look like a damaged one.
      const moved = join(place.work, name);
      await rename(join(place.cache, name), moved);
      await rm(moved, { recursive: true, force: true });
    } catch {
      // In use, or somebody else's: the next set-up tries again.
    }
  }
}

function isOutdated(name: string, tfjsVersion: string): boolean {
  const library = LIBRARY.exec(name);
  if (library) return library[1] !== TENSORFLOW_VERSION;
  const cuda = CUDA.exec(name);
  if (cuda) return cuda[1] !== CUDA_LIBRARIES.version;
  const node = NODE.exec(name);
  if (node) return node[1] !== NODE_VERSION;
  const addon = ADDON.exec(name);
  return addon !== null && (addon[1] !== tfjsVersion || addon[2] !== TENSORFLOW_VERSION);
}
