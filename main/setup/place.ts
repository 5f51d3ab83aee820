import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CUDA_LIBRARIES, TENSORFLOW_VERSION, type TensorFlowBuild } from './library-wheel.ts';
import { MARKER_FILE } from './marker.ts';
import { nvidiaGpu } from './nvidia.ts';
import { SETUP_COMMAND, SetupError } from './setup-error.ts';

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
  /** Which build of TensorFlow it is for. */
  readonly build: TensorFlowBuild;
  readonly cache: string;
  /** The unpacked TensorFlow library: lib/, include/, marker.json. */
  readonly library: string;
  /** NVIDIA's libraries for the CUDA build: nvidia/, marker.json; null for the other build. */
  readonly cudaLibraries: string | null;
  /** The addon, built for this Node or taken from the package: tfjs_binding.node, marker.json. */
  readonly addon: string;
  /** For files that are not whole yet; emptied by the next set-up. */
  readonly work: string;
  readonly lock: string;
  /** The installed package @tensorflow/tfjs-node. */
  readonly tfjsNode: string;
  /** Its version. */
  readonly tfjsVersion: string;
  /**
   * The folder that gets the links to the library (deps/) and the addon (lib/): the package itself, or, for the CUDA build and where the
   * package is part of a packaged app or cannot be written, a folder in the cache.
   */
  readonly home: string;
  /** The addon that tfjs-node is loaded with, below `home`. */
  readonly installedAddon: string;
  /** A built addon that came with a package which cannot be written: nothing is compiled then. Else null. */
  readonly carriedAddon: string | null;
  /** The command that starts or repeats a set-up; null in a packaged app, whose window does it. */
  readonly setupCommand: string | null;
}

/** The folders that a set-up or a check works on; both default to the real ones. */
export interface PlaceOptions {
  /** The directory whose node_modules holds @tensorflow/tfjs-node; default: Netloom's own. */
  readonly packageDirectory?: string;
  /** Default: the user's cache folder. */
  readonly cacheDirectory?: string;
  /** Default: the one that is to be used; see `chosenBuild`. */
  readonly build?: TensorFlowBuild;
}

/** A `require` that finds packages as the given directory's code would. */
export function requireFrom(packageDirectory = netloomDirectory()): NodeJS.Require {
  return createRequire(join(packageDirectory, 'package.json'));
}

/** Whether a path lies in the archive of a packaged app, or unpacked beside it. */
export function isInArchive(path: string): boolean {
  return /[\\/]app\.asar(\.unpacked)?([\\/]|$)/.test(path);
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The variable that names the build to use, whatever is there. */
export const BUILD_VARIABLE = 'NETLOOM_TENSORFLOW';

/**
 * The build of TensorFlow that is used: the one that the variable NETLOOM_TENSORFLOW names; else with an NVIDIA GPU the CUDA build where
 * it is set up, and without one the other.
 *
 * @param cache the cache folder
 * @param environment where the variable stands
 * @throws SetupError setup.platform when the variable names neither
 */
export function chosenBuild(cache: string, environment: NodeJS.ProcessEnv = process.env): TensorFlowBuild {
  const named = environment[BUILD_VARIABLE];
  if (named === 'cpu' || named === 'cuda') return named;
  if (named)
    throw new SetupError(
      'setup.platform',
      `The variable ${BUILD_VARIABLE} names "${named}"; the builds of TensorFlow are cpu and cuda.`,
    );
  return nvidiaGpu({ environment }) !== null && existsSync(join(libraryFolder(cache, 'cuda'), MARKER_FILE))
    ? 'cuda'
    : 'cpu';
}

const system = `${process.platform}-${process.arch}`;

function libraryFolder(cache: string, build: TensorFlowBuild): string {
  return join(cache, `tensorflow-${TENSORFLOW_VERSION}-${build === 'cuda' ? 'cuda-' : ''}${system}`);
}

/**
 * Works out all paths of a set-up. The cached addon is named after all that it depends on: the versions of tfjs-node and
 * TensorFlow, Node's binary interface (the stable one alone, when it came with the package) and the system.
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
  const build = options.build ?? chosenBuild(cache);
  const tfjsNode = dirname(file);
  const addonPath = join('lib', `napi-v${napiVersion}`, ADDON_FILE);
  const isPackaged = isInArchive(tfjsNode);
  const canWrite = !isPackaged && isWritable(tfjsNode);
  const isOurs = canWrite && build === 'cpu';
  const carriedAddon = !canWrite && existsSync(join(tfjsNode, addonPath)) ? join(tfjsNode, addonPath) : null;
  const binaryInterface =
    carriedAddon === null ? `abi${process.versions.modules}` : `packaged-napi${napiVersion}`;
  const kind = build === 'cuda' ? 'cuda-' : '';
  const name = `${version}-tensorflow-${TENSORFLOW_VERSION}-${kind}${binaryInterface}-${system}`;
  const home = isOurs ? tfjsNode : join(cache, `tfjs-node-${name}`);
  return {
    build,
    cache,
    library: libraryFolder(cache, build),
    cudaLibraries: build === 'cuda' ? join(cache, `nvidia-${CUDA_LIBRARIES.version}-${system}`) : null,
    addon: join(cache, `addon-${name}`),
    work: join(cache, 'work'),
    lock: join(cache, 'setup.lock'),
    tfjsNode,
    tfjsVersion: version,
    home,
    installedAddon: join(home, addonPath),
    carriedAddon,
    setupCommand: isPackaged ? null : build === 'cuda' ? `${SETUP_COMMAND} --cuda` : SETUP_COMMAND,
  };
}

/** The file name of tfjs-node's native addon. */
export const ADDON_FILE = 'tfjs_binding.node';
