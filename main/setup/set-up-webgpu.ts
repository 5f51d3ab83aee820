import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SetupResult } from '../../shared/contract/engines.ts';
import { alone } from './alone.ts';
import { throwIfCancelled } from './command.ts';
import { fetchWheels, replaceFolder } from './fetch-wheels.ts';
import { NODE_VERSION, type NodeWheel, nodeWheel } from './node-wheel.ts';
import { isInArchive, netloomDirectory, type SetupPlace, setupPlace } from './place.ts';
import { nodeFolder, plainNode } from './plain-node.ts';
import { probeWebGpu } from './probe-webgpu.ts';
import { ProgressReporter } from './progress.ts';
import { pruneCache } from './prune-cache.ts';
import type { SetupOptions } from './run-setup.ts';
import { mendedBySetup, SETUP_COMMAND, SetupError, type SetupStart } from './setup-error.ts';
import { findInstaller } from './tools.ts';

/** How to set WebGPU up; everything has a default. */
export interface WebGpuSetupOptions extends Omit<SetupOptions, 'build'> {
  /** What this process is. */
  readonly versions?: NodeJS.ProcessVersions;
  /** What is fetched where no plain Node is there. */
  readonly wheel?: NodeWheel | null;
}

/** Free space that Node takes for a while, in bytes, with a reserve: the wheel (61 MB) lies unpacked (150 MB) beside itself. */
const SPACE = 400_000_000;
/** What an installer is needed for, where there is none. */
const NEEDED =
  'one of them fetches the plain Node that WebGPU runs in. A Node of your own serves as well: install Node 20.19 or newer and start Netloom again.';

const TITLES = {
  download: `Downloading Node ${NODE_VERSION}`,
  unpack: `Unpacking Node ${NODE_VERSION}`,
  verify: 'Trying WebGPU out',
} as const;

/**
 * Makes WebGPU ready: where Netloom runs in Electron and no fitting Node is there, fetches one, and tries whether it finds a graphics
 * adapter. Safe to kill at any moment and to run twice at a time (the second waits for the first).
 *
 * @param options how
 * @throws SetupError with one of the `setup.` codes; `setup.verify-failed` where no adapter is found
 */
export async function setUpWebGpu(options: WebGpuSetupOptions = {}): Promise<SetupResult> {
  const started = performance.now();
  throwIfCancelled(options.signal);
  const done: string[] = [];
  const isThere = (await plainNode(options)) !== null;
  const progress = new ProgressReporter(isThere ? 1 : 3, options.onProgress ?? (() => undefined));
  if (!isThere) done.push(...(await fetchNode(options, progress)));
  progress.begin(TITLES.verify);
  done.push(TITLES.verify);
  const found = await probeWebGpu({ ...options, anew: true });
  throwIfCancelled(options.signal);
  if (found.state !== 'ready') throw new SetupError('setup.verify-failed', found.detail, found.remedy);
  const { version, device } = found;
  return { version, device, done, milliseconds: performance.now() - started };
}

/** Fetches Node into the cache; answers what was done. */
async function fetchNode(
  options: WebGpuSetupOptions,
  progress: ProgressReporter,
): Promise<readonly string[]> {
  const { signal, environment = process.env } = options;
  const place = setupPlace(options);
  const start: SetupStart = {
    setupCommand: isInArchive(options.packageDirectory ?? netloomDirectory())
      ? null
      : `${SETUP_COMMAND} --webgpu`,
    subject: 'WebGPU',
  };
  const wheel = options.wheel === undefined ? nodeWheel(process.platform, process.arch) : options.wheel;
  if (wheel === null)
    throw new SetupError(
      'setup.platform',
      `WebGPU runs in a plain Node, and there is none to be fetched for ${process.platform} on ${process.arch}. Install Node 20.19 or newer.`,
    );
  const installer = await findInstaller(environment, signal, NEEDED);
  return alone(place, options, async () => {
    // Another set-up may have fetched it while this one waited.
    if ((await plainNode(options)) !== null) return [];
    const titles = [TITLES.download, TITLES.unpack] as const;
    await progress.inTwoSteps(titles, async onBytes => {
      const work = await mkdtemp(join(place.work, 'fetch-'));
      const { requirement, bytes, sha256, pipPlatforms, uvPlatform } = wheel;
      const set = {
        subject: `Node ${NODE_VERSION}`,
        requirements: [requirement],
        sha256,
        pipPlatforms,
        uvPlatform,
        space: SPACE,
        libraries: /^node(\.exe)?$/,
        libraryBytes: bytes,
      };
      const site = await fetchWheels(start, set, { installer, work, environment, signal, onBytes });
      await keep(place, site, wheel, start);
    });
    if ((await plainNode(options)) === null)
      throw mendedBySetup(
        start,
        'setup.verify-failed',
        `Node ${NODE_VERSION} is in place but does not run on this system.`,
      );
    await pruneCache(place);
    return titles;
  });
}

/** Puts the executable into the cache in one move. */
async function keep(
  place: SetupPlace,
  site: string,
  { executable }: NodeWheel,
  start: SetupStart,
): Promise<void> {
  const work = await mkdtemp(join(place.work, 'keep-'));
  const whole = join(work, 'whole');
  try {
    await mkdir(join(whole, dirname(executable)), { recursive: true });
    await rename(join(site, executable), join(whole, executable));
  } catch (cause) {
    throw mendedBySetup(start, 'setup.download-failed', 'The fetched wheel lacks the executable of Node.', {
      cause,
    });
  }
  await replaceFolder(whole, nodeFolder(place.cache), work);
}
