import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SetupError } from './setup-error.ts';

/** How to run a command. */
export interface CommandOptions {
  readonly cwd?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Ends the command and all its children. */
  readonly signal?: AbortSignal | undefined;
  /** Receives standard output and error as they come. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** How a command ended. */
export interface CommandResult {
  /** The exit status; 127 when the command does not exist; null when a signal ended it. */
  readonly code: number | null;
  /** The last part of standard output and error together. */
  readonly output: string;
  readonly stdout: string;
}

const KEPT_OUTPUT = 64_000;
const running = new Set<ChildProcess>();

/** Ends a command with everything that it has started (a compiler under make under node-gyp). */
function endTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/T', '/F', '/PID', String(child.pid)], { stdio: 'ignore' });
    return;
  }
  try {
    // A negative number means the group that the child leads.
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

process.on('exit', () => {
  for (const child of running) endTree(child, 'SIGKILL');
});

/**
 * Ends its own process group when the pipe at its standard input closes, which happens when this process dies, however it
 * dies; the command itself replaces the shell and reads from nowhere.
 */
const WATCH =
  'exec 3<&0 0</dev/null; { read -r _ <&3; kill -s KILL -- -$$; } >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/** The arguments that run a command so that it does not outlive this process; as they are on Windows. */
function dyingWithUs(command: readonly string[]): readonly string[] {
  return process.platform === 'win32' ? command : ['/bin/sh', '-c', WATCH, 'sh', ...command];
}

/**
 * Runs a command to its end; it ends with this process, even when that is killed.
 * @throws SetupError setup.cancelled when the signal is given
 */
export function runCommand(
  command: string,
  parameters: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { signal } = options;
  throwIfCancelled(signal);
  return new Promise((resolve, reject) => {
    const [program = command, ...rest] = dyingWithUs([command, ...parameters]);
    const child = spawn(program, rest, {
      cwd: options.cwd,
      env: options.environment ?? process.env,
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    // Elsewhere the open pipe tells the command that this process lives.
    if (process.platform === 'win32') child.stdin.end();
    running.add(child);
    let output = '';
    let stdout = '';
    const receive = (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      options.onOutput?.(text);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(-KEPT_OUTPUT);
      receive(text);
    });
    child.stderr.setEncoding('utf8').on('data', receive);
    let force: NodeJS.Timeout | undefined;
    const cancel = () => {
      endTree(child, 'SIGTERM');
      force = setTimeout(() => endTree(child, 'SIGKILL'), 3_000);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const finish = (code: number | null) => {
      running.delete(child);
      clearTimeout(force);
      signal?.removeEventListener('abort', cancel);
      if (signal?.aborted) reject(cancelled());
      else resolve({ code, output, stdout });
    };
    child.on('error', () => finish(127));
    child.on('close', code => finish(code));
  });
}

function cancelled(): SetupError {
  return new SetupError('setup.cancelled', 'The set-up was cancelled; what was finished is kept.');
}

/** @throws SetupError setup.cancelled when the signal has been given */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

/** The first of the commands that the PATH of an environment has, with its full path; null when it has none. */
export function findCommand(names: readonly string[], environment: NodeJS.ProcessEnv): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (environment.PATH ?? environment.Path ?? '')
    .split(delimiter)
    .filter(folder => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const file = join(folder, name + ending);
        try {
          accessSync(file, constants.X_OK);
          return file;
        } catch {
          // Not in this folder: the next one may have it.
        }
      }
    }
  }
  return null;
}
