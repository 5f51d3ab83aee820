import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'app/netloom.mjs');

/** Runs the command line and gives what it writes to its standard output; throws with its last words when it fails. */
export function netloom(...parameters) {
  try {
    return execFileSync(process.execPath, [launcher, ...parameters], {
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const said = String(error.stderr ?? '').trim();
    throw new Error(
      `netloom ${parameters.slice(0, 3).join(' ')} failed: ${said.split('\n').slice(-6).join('\n')}`,
    );
  }
}
