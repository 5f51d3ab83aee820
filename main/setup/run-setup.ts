import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { SetupProgress, SetupResult } from '../../shared/contract/engines.ts';
import { alone } from './alone.ts';
import { buildAddon, keepAddon } from './build-addon.ts';
import { throwIfCancelled } from './command.ts';
import { fetchCudaLibraries, fetchLibrary } from './fetch-library.ts';
import type { FetchOptions } from './fetch-wheels.ts';
import { inspect, isComplete } from './inspect.ts';
import {
  CUDA_LIBRARIES,
  type LibraryWheel,
  libraryWheel,
  TENSORFLOW_VERSION,
  type TensorFlowBuild,
} from './library-wheel.ts';
import { linkPackage } from './link-package.ts';
import { readMarker, writeMarker } from './marker.ts';
import { nvidiaGpu } from './nvidia.ts';
import {
  BUILD_VARIABLE,
  chosenBuild,
  type PlaceOptions,
  type SetupPlace,
  setupPlace,
  userCacheDirectory,
} from './place.ts';
import { type ProbeReport, probeTensorFlow } from './probe.ts';
import { ProgressReporter } from './progress.ts';
import { pruneCache } from './prune-cache.ts';
import { mendedBySetup, SetupError } from './setup-error.ts';
import { type BuildTools, findBuildTools, findInstaller, type Installer } from './tools.ts';

/** How to set up; everything has a default. */
export interface SetupOptions extends PlaceOptions {
  readonly onProgress?: (progress: SetupProgress) => void;
  /** Cancels: ends all commands and leaves nothing half-made under a final name. */
  readonly signal?: AbortSignal;
  /** The build of TensorFlow; default: with CUDA where an NVIDIA GPU is, unless the variable NETLOOM_TENSORFLOW names one. */
  readonly build?: TensorFlowBuild;
  /** The environment of the commands; default: this process's. */
  readonly environment?: NodeJS.ProcessEnv;
}

const TITLES = {
  download: `Downloading TensorFlow ${TENSORFLOW_VERSION}`,
  unpack: `Unpacking TensorFlow ${TENSORFLOW_VERSION}`,
  downloadCuda: `Downloading NVIDIA's libraries for CUDA ${CUDA_LIBRARIES.version}`,
  unpackCuda: `Unpacking NVIDIA's libraries for CUDA ${CUDA_LIBRARIES.version}`,
  build: `Building the link between Node ${process.versions.node} and TensorFlow`,
  link: 'Putting it into place',
  verify: 'Trying it out',
} as const;

/**
 * Fetches, builds and tries native TensorFlow; does only what is not done yet, repairs what is damaged, and returns at
 * once when nothing is left. Safe to kill at any moment and to run twice at a time (the second waits for the first).
 * @throws SetupError with one of the `setup.` codes
 */
export async function runSetup(options: SetupOptions = {}): Promise<SetupResult> {
  const started = performance.now();
  const result = (report: ProbeReport, done: readonly string[]): SetupResult => ({
    ...report,
    done: [...done],
    milliseconds: performance.now() - started,
  });
  throwIfCancelled(options.signal);
  const place = setupPlace({ ...options, build: options.build ?? wantedBuild(options.environment) });
  const found = await inspect(place);
  if (isComplete(found)) return result(found.verified, []);

  return alone(place, options, async () => {
    const [report, done] = await setUpLocked(place, options);
    return result(report, done);
  });
}

/** The build that a set-up makes where nobody names one. */
function wantedBuild(environment: NodeJS.ProcessEnv = process.env): TensorFlowBuild {
  const hasBuild = libraryWheel(process.platform, process.arch, 'cuda') !== null;
  const isNamed = Boolean(environment[BUILD_VARIABLE]);
  if (isNamed) return chosenBuild(userCacheDirectory(environment), environment);
  return hasBuild && nvidiaGpu({ environment }) !== null ? 'cuda' : 'cpu';
}

async function setUpLocked(
  place: SetupPlace,
  options: SetupOptions,
): Promise<[ProbeReport, readonly string[]]> {
  // Another set-up may have done everything while this one waited for it.
  const found = await inspect(place);
  if (isComplete(found)) return [found.verified, []];
  // What the cache holds may have the right sizes and yet not compute: then all of it is made anew, once.
  for (const anew of [false, true]) {
    const { report, done } = await carryOut(place, options, anew);
    if (report === null) continue;
    await pruneCache(place);
    return [report, done];
  }
  throw mendedBySetup(place, 'setup.verify-failed', 'TensorFlow is in place but does not compute.');
}

/** What must be done, with the tools for it: all are looked for before the first long step. */
interface Plan {
  readonly fetch: LibraryWheel | null;
  readonly fetchCuda: boolean;
  /** Fetches; null where nothing is to be fetched. */
  readonly installer: Installer | null;
  readonly build: BuildTools | null;
  /** The addon that came with the package, when it must be put into the cache. */
  readonly keep: string | null;
  readonly link: boolean;
}

async function makePlan(place: SetupPlace, anew: boolean, options: SetupOptions): Promise<Plan> {
  const environment = options.environment ?? process.env;
  const found = await inspect(place);
  const fetch = anew || found.library.state !== 'ready';
  const fetchCuda = anew ? place.cudaLibraries !== null : found.cudaLibraries.state !== 'ready';
  const needsAddon = anew || found.addon.state !== 'ready';
  const build = needsAddon && place.carriedAddon === null;
  const wheel = libraryWheel(process.platform, process.arch, place.build);
  if (wheel === null || usesMusl()) {
    throw new SetupError(
      'setup.platform',
      `TensorFlow ${TENSORFLOW_VERSION} has no library ${place.build === 'cuda' ? 'with CUDA ' : ''}for this system (${process.platform} on ${process.arch}` +
        `${usesMusl() ? ' with musl' : ''}). ${place.build === 'cuda' ? 'Set up the other build: netloom setup --cpu.' : 'Netloom trains on its javascript engine here.'}`,
    );
  }
  if (build && !existsSync(join(place.tfjsNode, 'binding'))) {
    throw new SetupError(
      'setup.build-failed',
      'This package of Netloom was made without the link between Node and TensorFlow, and without its sources. ' +
        'Netloom trains on its javascript engine here.',
    );
  }
  return {
    fetch: fetch ? wheel : null,
    fetchCuda,
    installer: fetch || fetchCuda ? await findInstaller(environment, options.signal) : null,
    build: build ? await findBuildTools(environment, options.signal) : null,
    keep: needsAddon ? place.carriedAddon : null,
    link: needsAddon || found.links.state !== 'ready',
  };
}

/** Whether this Linux has musl instead of the C library that TensorFlow's wheels are made for. */
function usesMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const report: unknown = process.report.getReport();
  const header = typeof report === 'object' && report !== null && 'header' in report ? report.header : null;
  return typeof header === 'object' && header !== null && !('glibcVersionRuntime' in header);
}

async function carryOut(
  place: SetupPlace,
  options: SetupOptions,
  anew: boolean,
): Promise<{ report: ProbeReport | null; done: readonly string[] }> {
  const { signal, environment = process.env } = options;
  const plan = await makePlan(place, anew, options);
  const steps =
    (plan.fetch ? 2 : 0) + (plan.fetchCuda ? 2 : 0) + (plan.build ? 1 : 0) + (plan.link ? 1 : 0) + 1;
  const progress = new ProgressReporter(steps, options.onProgress ?? (() => {}));
  const done: string[] = [];
  const begin = (title: string) => {
    progress.begin(title);
    done.push(title);
  };

  const fetchInSteps = async (
    titles: readonly [string, string],
    fetch: (options: FetchOptions) => Promise<void>,
  ) => {
    const { installer } = plan;
    if (installer === null) return;
    const work = await mkdtemp(join(place.work, 'fetch-'));
    done.push(...titles);
    await progress.inTwoSteps(titles, onBytes => fetch({ installer, work, environment, signal, onBytes }));
  };
  const { fetch: wheel } = plan;
  if (wheel) await fetchInSteps([TITLES.download, TITLES.unpack], how => fetchLibrary(place, wheel, how));
  if (plan.fetchCuda)
    await fetchInSteps([TITLES.downloadCuda, TITLES.unpackCuda], how => fetchCudaLibraries(place, how));
  if (plan.build) {
    begin(TITLES.build);
    await buildAddon(place, {
      tools: plan.build,
      work: await mkdtemp(join(place.work, 'build-')),
      environment,
      signal,
    });
  }
  if (plan.link) {
    begin(TITLES.link);
    if (plan.keep) await keepAddon(place, plan.keep, await mkdtemp(join(place.work, 'keep-')));
    await linkPackage(place);
  }
  begin(TITLES.verify);
  const report = await tryOut(place, environment, signal, plan.fetch === null && !plan.fetchCuda);
  return { report, done };
}

/** Tries the library and notes its answer beside the addon. A failure that a fresh library may mend gives null. */
async function tryOut(
  place: SetupPlace,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
  mayBeMended: boolean,
): Promise<ProbeReport | null> {
  try {
    const report = await probeTensorFlow(place, environment, signal);
    const marker = await readMarker(place.addon);
    if (marker !== null && marker !== 'damaged')
      await writeMarker(place.addon, { ...marker, verified: report });
    return report;
  } catch (error) {
    if (mayBeMended && error instanceof SetupError && error.code === 'setup.verify-failed') return null;
    throw error;
  }
}
