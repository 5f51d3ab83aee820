import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether {@link residentMemory} answers on this system. */
export const TELLS_MEMORY = process.platform !== 'win32';

/**
 * How much of the main memory a process of this machine holds.
 *
 * @param pid its number
 * @returns bytes; null when the process is gone or the system does not tell (Windows)
 */
export async function residentMemory(pid: number): Promise<number | null> {
  try {
    return (await kilobytes(pid)) * 1024 || null;
  } catch {
    // The process is gone.
    return null;
  }
}

async function kilobytes(pid: number): Promise<number> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  }
  if (!TELLS_MEMORY) return 0;
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout);
}
