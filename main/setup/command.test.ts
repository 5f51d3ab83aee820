import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommand } from './command.ts';

const node = process.execPath;

test('gives the status, both outputs, and an empty input', async () => {
  const script = `process.stdin.on('end', () => { console.error('an end'); process.exitCode = 3 }).resume(); console.log('one', process.argv[1])`;
  const result = await runCommand(node, ['-e', script, 'a "b" $c']);
  expect(result).toMatchObject({ code: 3, stdout: 'one a "b" $c\n' });
  expect(result.output).toContain('an end');
});

test('a command that a signal ends has no status; one that is not there has 127', async () => {
  expect((await runCommand(node, ['-e', 'process.kill(process.pid, "SIGSEGV")'])).code).toBeNull();
  expect((await runCommand(join(tmpdir(), 'no-such-command'), [])).code).toBe(127);
});

describe.skipIf(process.platform === 'win32')('when this process is killed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-command-'));
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(import.meta.dirname, 'command.ts'),
        outDir: folder,
        rolldownOptions: { output: { entryFileNames: 'command.mjs' } },
      },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('its command and the commands under it end too', async () => {
    const pids = join(folder, 'pids');
    // A shell with a child, as make has a compiler.
    const inner = `sleep 300 & echo $$ $! > ${pids}; wait`;
    const outer = `import('${join(folder, 'command.mjs')}').then(m => m.runCommand('/bin/sh', ['-c', ${JSON.stringify(inner)}]))`;
    const parent = spawn(node, ['-e', outer], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'), 10_000);
    const numbers = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
    await sleep(300);
    expect(numbers.map(isRunning)).toEqual([true, true]);
    parent.kill('SIGKILL');
    await vi.waitUntil(() => !numbers.some(isRunning), 10_000);
  });
});

/** Whether a process runs; one that has ended and that nobody has asked about yet does not. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = existsSync('/proc/self/stat') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return !/\) Z /.test(state);
}
