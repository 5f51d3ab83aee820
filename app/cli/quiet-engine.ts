import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isTensorFlowNoise } from '../../main/setup/tensorflow-noise.ts';

/** Set in the process that does the work. */
const INNER = 'NETLOOM_ENGINE_PROCESS';

/**
 * Runs an action that loads an engine in a process of its own, with the same arguments: TensorFlow writes lines to stderr while it
 * loads that no setting silences, and only from outside can they be left out.
 *
 * @param action the command's work, run in the inner process
 */
export function withQuietEngine<A extends readonly unknown[]>(
  action: (...parameters: A) => Promise<void>,
): (...parameters: A) => Promise<void> {
  return async (...parameters) => {
    if (process.env[INNER]) return action(...parameters);
    process.exitCode = await runInner();
  };
}

/** The inner process's exit status. Ctrl-C reaches it through the terminal; this process waits for it. */
function runInner(): Promise<number> {
  const child = spawn(process.execPath, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'pipe'],
    env: { ...process.env, [INNER]: '1' },
  });
  const wait = () => undefined;
  const forward = () => child.kill('SIGTERM');
  process.on('SIGINT', wait);
  process.on('SIGTERM', forward);
  createInterface({ input: child.stderr }).on('line', line => {
    if (!isTensorFlowNoise(line)) process.stderr.write(`${line}\n`);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.removeListener('SIGINT', wait);
      process.removeListener('SIGTERM', forward);
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}
