import { chmod, copyFile, cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runCommand } from './command.ts';
import { replaceFolder } from './fetch-wheels.ts';
import { wantedLinks } from './inspect.ts';
import { TENSORFLOW_VERSION } from './library-wheel.ts';
import { describeFolder, writeMarker } from './marker.ts';
import { ADDON_FILE, requireFrom, type SetupPlace } from './place.ts';
import { mendedBySetup, type SetupError } from './setup-error.ts';
import type { BuildTools } from './tools.ts';

/** What the building of the addon needs to know. */
export interface BuildOptions {
  readonly tools: BuildTools;
  /** An empty folder on the cache's disk. */
  readonly work: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** Makes the links of tfjs-node's `deps` in a folder. */
export async function makeLinks(place: SetupPlace, deps: string): Promise<void> {
  for (const [name, target] of wantedLinks(place)) {
    await mkdir(dirname(join(deps, name)), { recursive: true });
    await symlink(target, join(deps, name));
  }
}

/**
 * Compiles tfjs-node's addon against the library in the cache, in a copy of its sources, so that neither the package nor
 * the cache ever holds a half-built one.
 * @throws SetupError setup.build-failed with the compiler's last lines, setup.cancelled
 */
export async function buildAddon(place: SetupPlace, options: BuildOptions): Promise<void> {
  const { work, tools, environment, signal } = options;
  const sources = join(work, 'sources');
  await mkdir(sources, { recursive: true });
  await cp(join(place.tfjsNode, 'binding'), join(sources, 'binding'), { recursive: true });
  for (const file of ['binding.gyp', 'package.json'])
    await copyFile(join(place.tfjsNode, file), join(sources, file));
  await makeLinks(place, join(sources, 'deps'));

  const preGyp = requireFrom(place.tfjsNode).resolve('@mapbox/node-pre-gyp/bin/node-pre-gyp');
  const parameters = [preGyp, 'install', '--build-from-source'];
  if (tools.nodeDirectory !== null) parameters.push(`--nodedir=${tools.nodeDirectory}`);
  const { code, output } = await runCommand(process.execPath, parameters, {
    cwd: sources,
    signal,
    environment: {
      ...environment,
      npm_config_python: tools.python,
      ...(process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
    },
  });
  const addon = join(sources, 'lib', basename(dirname(place.installedAddon)), ADDON_FILE);
  const built = code === 0 && (await readFile(addon).catch(() => null)) !== null;
  if (!built) throw buildError(place, output);
  await keepAddon(place, addon, work);
}

/**
 * Puts a finished addon into the cache, in one move.
 *
 * @param addon the file: just compiled, or come with the package
 * @param work an empty folder on the cache's disk
 */
export async function keepAddon(place: SetupPlace, addon: string, work: string): Promise<void> {
  const whole = join(work, 'addon');
  await mkdir(whole);
  await copyFile(addon, join(whole, ADDON_FILE));
  // A copy from a package that cannot be written could not be written either.
  await chmod(join(whole, ADDON_FILE), 0o755);
  await writeMarker(whole, await describeFolder(whole, TENSORFLOW_VERSION));
  await replaceFolder(whole, place.addon, work);
}

function buildError(place: SetupPlace, output: string): SetupError {
  if (/no space left on device/i.test(output)) {
    return mendedBySetup(
      place,
      'setup.no-space',
      'The disk became full while the addon was built. Free some space.',
    );
  }
  if (/getaddrinfo|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|network/i.test(output) && /headers/i.test(output)) {
    return mendedBySetup(
      place,
      'setup.no-network',
      "Node's headers are not on this machine and could not be fetched, so the addon could not be built. Check the network.",
    );
  }
  const lines = output
    .split('\n')
    .filter(line => /error|fatal|not found/i.test(line) && !/ERR! (cwd|node|System)/.test(line));
  const reason = (lines[0] ?? output.trim().split('\n').at(-1) ?? '').trim().slice(0, 300);
  return mendedBySetup(
    place,
    'setup.build-failed',
    `The link between Node and TensorFlow could not be compiled: ${reason}.`,
  );
}
