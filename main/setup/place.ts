import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { TENSORFLOW_VERSION } from './library-wheel.ts';
import { SetupError } from './setup-error.ts';

const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  binary: z.object({ napi_versions: z.array(z.number()) }).optional(),
});

function readPackage(file: string): z.infer<typeof packageSchema> {
  return packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * The directory of Netloom's own package.json, found upwards from this file: the same from the sources and from a
 * bundle in dist/.
 */
export function netloomDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(directory, 'package.json');
    if (existsSync(file) && readPackage(file).name === 'netloom') return directory;
    const parent = dirname(directory);
    if (parent === directory) {
      throw new SetupError('setup.no-package', "Netloom's own package.json was not found above its code.");
    }
    directory = parent;
  }
}

/** The user's cache folder for Netloom: NETLOOM_CACHE, else the system's place (XDG_CACHE_HOME on Linux). */
export function userCacheDirectory(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const own = environment.NETLOOM_CACHE;
  if (own) return own;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'netloom');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'netloom', 'Cache');
  }
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'netloom');
}

/** Every path that set-up reads and writes. */
export interface SetupPlace {
  readonly cache: string;
  /** The unpacked TensorFlow library: lib/, include/, marker.json. */
  readonly library: string;
  /** The built addon for this Node: tfjs_binding.node, marker.json. */
  readonly addon: string;
  /** For files that are not whole yet; emptied by the next set-up. */
  readonly work: string;
  readonly lock: string;
  /** The installed package @tensorflow/tfjs-node. */
  readonly tfjsNode: string;
  /** Where that package looks for its addon. */
  readonly installedAddon: string;
}

/** The folders that a set-up or a check works on; both default to the real ones. */
export interface PlaceOptions {
  /** The directory whose node_modules holds @tensorflow/tfjs-node; default: Netloom's own. */
  readonly packageDirectory?: string;
  /** Default: the user's cache folder. */
  readonly cacheDirectory?: string;
}

/** A `require` that finds packages as the given directory's code would. */
export function requireFrom(packageDirectory = netloomDirectory()): NodeJS.Require {
  return createRequire(join(packageDirectory, 'package.json'));
}

/**
 * Works out all paths of a set-up. The cached addon is named after all that it depends on: the versions of tfjs-node and
 * TensorFlow, Node's binary interface and the system.
 * @throws SetupError setup.no-package when @tensorflow/tfjs-node is not installed
 */
export function setupPlace(options: PlaceOptions = {}): SetupPlace {
  const cache = options.cacheDirectory ?? userCacheDirectory();
  let file: string;
  try {
    file = requireFrom(options.packageDirectory).resolve('@tensorflow/tfjs-node/package.json');
  } catch (cause) {
    throw new SetupError(
      'setup.no-package',
      'The package @tensorflow/tfjs-node is not installed.',
      'npm ci',
      { cause },
    );
  }
  const { version = 'unknown', binary } = readPackage(file);
  const napi = Number(process.versions.napi ?? 8);
  const napiVersion = Math.max(...(binary?.napi_versions ?? [8]).filter(candidate => candidate <= napi));
  const system = `${process.platform}-${process.arch}`;
  const tfjsNode = dirname(file);
  return {
    cache,
    library: join(cache, `tensorflow-${TENSORFLOW_VERSION}-${system}`),
    addon: join(
      cache,
      `addon-${version}-tensorflow-${TENSORFLOW_VERSION}-abi${process.versions.modules}-${system}`,
    ),
    work: join(cache, 'work'),
    lock: join(cache, 'setup.lock'),
    tfjsNode,
    installedAddon: join(tfjsNode, 'lib', `napi-v${napiVersion}`, ADDON_FILE),
  };
}

/** The file name of tfjs-node's native addon. */
export const ADDON_FILE = 'tfjs_binding.node';
