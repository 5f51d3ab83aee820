import { type ChildProcess, fork } from 'node:child_process';
import { engineEnvironment } from './engine-environment.ts';

/** How to start a process that loads an engine. */
export interface EngineProcessOptions {
  /** Its executable (engine-executable.ts); this process's own where it is left out. */
  readonly execPath?: string | undefined;
  /** Of this process unless another is given. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What becomes of what it writes to standard error; left out: nobody reads it. */
  readonly stderr?: 'ignore' | 'pipe' | 'inherit';
}

/**
 * Starts a process that computes with an engine and talks by messages alone. Engines compute synchronously and keep their memory, and a damaged
 * one ends the process that loads it: they have processes of their own.
 *
 * @param script the built worker
 */
export function startEngineProcess(
  script: string,
  { execPath, env, stderr = 'ignore' }: EngineProcessOptions = {},
): ChildProcess {
  return fork(script, [], {
    ...(execPath !== undefined && { execPath }),
    // The options of this process (an inspector, a limit of memory) are its own.
    execArgv: [],
    env: engineEnvironment(env),
    stdio: ['ignore', 'ignore', stderr, 'ipc'],
  });
}
