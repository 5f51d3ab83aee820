import { join } from 'node:path';
import { z } from 'zod';
import { findCommand, runCommand } from './command.ts';
import { NODE_VERSION, nodeWheel } from './node-wheel.ts';
import { userCacheDirectory } from './place.ts';

/** A Node that is no Electron: it can have memory outside of V8's heap, which Dawn needs and Electron forbids. */
export interface PlainNode {
  /** Its executable. */
  readonly path: string;
  readonly version: string;
}

/** Where to look; everything defaults to this process's own. */
export interface PlainNodeOptions {
  readonly cacheDirectory?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** What this process is. */
  readonly versions?: NodeJS.ProcessVersions;
}

/** The oldest that Netloom runs in: `engines` of its package.json. */
const OLDEST = [20, 19] as const;

/** Whether this process is Electron's, be it in the guise of Node. */
export function isElectron(versions: NodeJS.ProcessVersions = process.versions): boolean {
  return versions.electron !== undefined;
}

/** The folder of the cache that a set-up puts Node into. */
export function nodeFolder(cache: string): string {
  return join(cache, `node-${NODE_VERSION}-${process.platform}-${process.arch}`);
}

/**
 * The plain Node for processes that compute on WebGPU: this process's own; in Electron the one that a set-up has fetched, else a fitting
 * one on the PATH.
 *
 * @param options where to look
 * @returns null where there is none
 */
export async function plainNode(options: PlainNodeOptions = {}): Promise<PlainNode | null> {
  const { environment = process.env, versions = process.versions } = options;
  if (!isElectron(versions)) return { path: process.execPath, version: versions.node };
  const wheel = nodeWheel(process.platform, process.arch);
  const cache = options.cacheDirectory ?? userCacheDirectory(environment);
  const fetched = wheel && join(nodeFolder(cache), wheel.executable);
  for (const path of [fetched, findCommand(['node'], environment)]) {
    const version = path === null ? null : await fittingVersion(path, environment);
    if (path !== null && version !== null) return { path, version };
  }
  return null;
}

const QUESTION =
  'const { node, electron } = process.versions; console.log(JSON.stringify({ node, electron, on: process.platform + process.arch }))';
const answerSchema = z.object({ node: z.string(), electron: z.never().optional(), on: z.string() });
/** What names itself node and gives no answer by then is none, in milliseconds. */
const PATIENCE = 5_000;

/** The version of a Node that can run Netloom's processes; null where it cannot, or is none. */
async function fittingVersion(path: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const { stdout } = await runCommand(path, ['-e', QUESTION], { environment, signal });
    const { node, on } = answerSchema.parse(JSON.parse(stdout));
    return on === process.platform + process.arch && isNewEnough(node) ? node : null;
  } catch {
    return null;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
