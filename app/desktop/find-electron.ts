import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { requireFrom } from '../../main/setup/place.ts';

/** How long Electron's one download may take at the first start, in milliseconds. */
const DOWNLOAD_LIMIT = 60_000;

/** Where Electron is, or why it is not to be had. */
export type ElectronPlace = { readonly binary: string } | { readonly reason: string };

/**
 * Finds the Electron binary: `NETLOOM_ELECTRON`, else that of the `electron` package, which its maker's server gives at the
 * first start.
 *
 * @param log receives a line before a download
 * @param environment default: this process's
 */
export async function findElectron(
  log: (line: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ElectronPlace> {
  const own = environment.NETLOOM_ELECTRON;
  if (own)
    return existsSync(own)
      ? { binary: own }
      : { reason: `NETLOOM_ELECTRON names "${own}", which does not exist.` };
  let folder: string;
  try {
    folder = path.dirname(requireFrom().resolve('electron/package.json'));
  } catch {
    return { reason: 'Electron is not installed; "npm ci" installs it with the other packages.' };
  }
  const there = installed(folder);
  if (there) return { binary: there };
  log(`Downloading Electron, once; at most ${DOWNLOAD_LIMIT / 1000} s.`);
  const failure = await download(path.join(folder, 'install.js'));
  const binary = installed(folder);
  if (binary) return { binary };
  return {
    reason: `Electron could not be downloaded (${failure}). It is tried again at the next start; NETLOOM_ELECTRON may name a binary that you have.`,
  };
}

/** The package's binary where it has been downloaded. */
function installed(folder: string): string | null {
  const record = path.join(folder, 'path.txt');
  if (!existsSync(record)) return null;
  const binary = path.join(folder, 'dist', readFileSync(record, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Runs the package's own download; answers what went wrong, in short. */
function download(script: string): Promise<string> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: DOWNLOAD_LIMIT,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', error => resolve(error.message));
    child.once('close', (code, signal) => {
      const message = /^\w*Error: (.*)$/m.exec(output)?.[1];
      resolve(signal ? `more than ${DOWNLOAD_LIMIT / 1000} s` : (message ?? `exit status ${code}`));
    });
  });
}
