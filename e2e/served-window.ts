import { spawn } from 'node:child_process';
import path from 'node:path';
import { netloomDirectory } from '../main/setup/place.ts';

/** The repository's folder. */
export const ROOT = netloomDirectory();
/** The command `netloom`. */
export const NETLOOM = path.join(ROOT, 'app/netloom.mjs');

/** A running `netloom serve`. */
export interface Served {
  /** With the token, as printed. */
  readonly address: string;
  readonly port: number;
  readonly token: string;
  /** The serving process. */
  readonly pid: number;
  /** What it wrote to stderr so far. */
  log(): string;
  /** Ends it; answers its exit status. */
  close(signal?: NodeJS.Signals): Promise<number | null>;
}

/** How to serve. */
export interface ServeOptions {
  /** The working folder, and with it the root of the files. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly parameters?: readonly string[];
  /** The command `netloom`; default: this checkout's. */
  readonly program?: string;
}

/** Starts `netloom serve` on a free port and waits for its address. */
export async function startServed({
  folder,
  environment,
  parameters = [],
  program = NETLOOM,
}: ServeOptions): Promise<Served> {
  const child = spawn(process.execPath, [program, 'serve', '--no-open', ...parameters], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)));
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /http:\/\/\S+/.exec(output);
      if (found && output.includes('\n')) resolve(found[0]);
    });
    child.once('exit', code => reject(new Error(`netloom serve ended with status ${code}: ${errors}`)));
    child.once('error', reject);
  });
  const url = new URL(address);
  return {
    address,
    port: Number(url.port),
    token: new URLSearchParams(url.hash.slice(1)).get('token') ?? '',
    pid: child.pid ?? 0,
    log: () => errors,
    close: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
