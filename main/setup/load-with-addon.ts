import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { SetupPlace } from './place.ts';

/** What tfjs-node asks for the path of its addon; its answer lies in the package itself, which not everybody may write. */
export const PATH_FINDER = '@mapbox/node-pre-gyp/lib/pre-binding.js';

/**
 * Loads the package @tensorflow/tfjs-node with the addon of a place, wherever that lies.
 *
 * @param place where package and addon are
 * @returns the package's exports, the same object at each call
 */
export function loadWithAddon({
  tfjsNode,
  installedAddon,
}: SetupPlace): typeof import('@tensorflow/tfjs-node') {
  const requireThere = createRequire(join(tfjsNode, 'package.json'));
  const finder: { find: (packageFile: string) => string } = requireThere(PATH_FINDER);
  const { find } = finder;
  finder.find = () => installedAddon;
  try {
    return requireThere(tfjsNode);
  } finally {
    finder.find = find;
  }
}
