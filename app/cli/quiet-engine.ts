import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { engineEnvironment } from '../../main/engines/engine-environment.ts';
import { hasCrashed, lostProcessError, type ProcessEnd } from '../../main/setup/crashed-engine.ts';
import { isTensorFlowNoise } from '../../main/setup/tensorflow-noise.ts';
import type { EngineName } from '../../shared/contract/engines.ts';

/** Set in the process that does the work. */
const INNER = 'NETLOOM_ENGINE_PROCESS';
/** The exit status of a command that Ctrl-C or SIGTERM ended in the middle. */
const ENDED = 128;

/**
 * Runs an action that loads an engine in a process of its own, with the same arguments: a damaged engine ends the process that loads it
 * without a word, and TensorFlow writes lines to stderr while it loads that no setting silences; only from outside can the one be
 * told and the others be left out.
 *
 * @param action the command's work, run in the inner process
 * @param engineOf the engine that the action was told to use; left out, or where it answers nothing, it takes the best that is ready
 */
export function withQuietEngine<A extends readonly unknown[]>(
  action: (...parameters: A) => Promise<void>,
  engineOf?: (...parameters: A) => EngineName | undefined,
): (...parameters: A) => Promise<void> {
  return async (...parameters) => {
    if (process.env[INNER]) return action(...parameters);
    const { end, asked } = await runInner();
    if (asked && end.code === null) process.exitCode = ENDED;
    else if (end.code !== null && !hasCrashed(end)) process.exitCode = end.code;
    else
      throw await lostProcessError(
        {
          what: 'The process that computes for this command',
          engine: engineOf?.(...parameters) ?? null,
          code: 'engine.ended',
          otherwise: 'perhaps the memory was not enough.',
        },
        end,
      );
  };
}

/** How the inner process ended, and whether it was asked to end. Ctrl-C reaches it through the terminal too. */
function runInner(): Promise<{ readonly end: ProcessEnd; readonly asked: boolean }> {
  const child = spawn(process.execPath, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'pipe'],
    env: { ...engineEnvironment(), [INNER]: '1' },
  });
  let asked = false;
  const forward = (signal: NodeJS.Signals) => {
    asked = true;
    // A SIGINT may have been sent to this process alone. The inner one gets it as SIGTERM: a second SIGINT would end it before it has removed
    // what it wrote. On Windows that would end it at once, and Ctrl-C reaches all processes of the console.
    if (signal === 'SIGTERM' || process.platform !== 'win32') child.kill('SIGTERM');
  };
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  createInterface({ input: child.stderr }).on('line', line => {
    if (!isTensorFlowNoise(line)) process.stderr.write(`${line}\n`);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.removeListener('SIGINT', forward);
      process.removeListener('SIGTERM', forward);
      resolve({ end: { code, signal }, asked });
    });
  });
}
