import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { netloomDirectory } from '../../main/setup/place.ts';
import { findElectron } from './find-electron.ts';

/** How the desktop window's start went. */
export type Launch = { readonly launched: true } | { readonly launched: false; readonly reason: string };

/** What the desktop writes when its window is shown, or the running instance has taken the file over. */
const OPEN_LINE = 'netloom: the window is open';
/** How long Electron may take to show a window, in milliseconds. */
const START_LIMIT = 30_000;

/**
 * Starts the desktop window; this process then lives as long as the window. `NETLOOM_ELECTRON_FLAGS` holds further switches
 * for Electron, separated by spaces.
 *
 * @param file the document to begin with
 * @param environment default: this process's
 * @returns the reason, as a sentence, where there is no desktop to be had
 */
export async function launchDesktop(
  file: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Launch> {
  const reason = refusal(environment);
  if (reason) return { launched: false, reason };
  const place = await findElectron(line => process.stderr.write(`${line}\n`), environment);
  if ('reason' in place) return { launched: false, reason: place.reason };
  return start(place.binary, file, environment);
}

/** Why a desktop cannot be started here, known before Electron is looked for. */
function refusal(environment: NodeJS.ProcessEnv): string | null {
  if (process.platform !== 'linux') return null;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no display.';
  if (process.getuid?.() === 0 && !(environment.NETLOOM_ELECTRON_FLAGS ?? '').includes('--no-sandbox'))
    return "Electron's sandbox refuses to run as root; start Netloom as another user.";
  return null;
}

function start(binary: string, file: string | undefined, environment: NodeJS.ProcessEnv): Promise<Launch> {
  const app = netloomDirectory();
  if (!existsSync(path.join(app, 'dist/desktop/main.cjs')))
    return Promise.resolve({ launched: false, reason: 'the desktop part is not built ("npm run build").' });
  const flags = (environment.NETLOOM_ELECTRON_FLAGS ?? '').split(' ').filter(flag => flag !== '');
  const { ELECTRON_RUN_AS_NODE: _asNode, ...rest } = environment;
  return new Promise(resolve => {
    const child = spawn(binary, [...flags, app, ...(file === undefined ? [] : [path.resolve(file)])], {
      env: { ...rest, NETLOOM_NODE: process.execPath },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let isOpen = false;
    let errors = '';
    const fail = (reason: string) => {
      clearTimeout(timer);
      resolve({ launched: false, reason });
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`Electron showed no window within ${START_LIMIT / 1000} s.`);
    }, START_LIMIT);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (!text.includes(OPEN_LINE)) return;
      isOpen = true;
      clearTimeout(timer);
      // The window ends with the command that opened it.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
      resolve({ launched: true });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (isOpen) process.stderr.write(text);
      else errors += text;
    });
    child.once('error', error => fail(`Electron could not be started (${error.message}).`));
    child.once('close', code => {
      if (isOpen) process.exitCode = code ?? 1;
      else fail(`Electron ended before it showed a window (${lastLine(errors) ?? `exit status ${code}`}).`);
    });
  });
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').pop()?.trim() || undefined;
}
