import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-lock-'));
  file = join(folder, 'setup.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('two tasks never overlap, and the waiting one hears of the other', async () => {
  const events: string[] = [];
  const task = (name: string) => async () => {
    events.push(`${name} in`);
    await sleep(100);
    events.push(`${name} out`);
  };
  const first = withLock(file, task('a'));
  await sleep(30);
  await withLock(file, task('b'), { onWait: pid => events.push(`waits for ${pid}`) });
  await first;
  expect(events).toEqual(['a in', `waits for ${process.pid}`, 'a out', 'b in', 'b out']);
  expect(existsSync(file)).toBe(false);
});

test('the lock of a dead process is taken over at once', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(file, JSON.stringify({ pid: dead, host: hostname() }));
  expect(await withLock(file, async () => 'done', { onWait: () => expect.unreachable() })).toBe('done');
});

test('a lock that nobody has touched for a minute is taken over, a touched one of another host is not', async () => {
  const foreign = JSON.stringify({ pid: 1, host: 'elsewhere' });
  writeFileSync(file, foreign);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  await expect(withLock(file, async () => 'done', { signal: stop.signal })).rejects.toMatchObject({
    code: 'setup.cancelled',
  });
  const longAgo = new Date(Date.now() - 120_000);
  utimesSync(file, longAgo, longAgo);
  expect(await withLock(file, async () => 'done')).toBe('done');
});

test('the lock is given back when the task fails', async () => {
  await expect(
    withLock(file, async () => {
      throw new Error('no luck');
    }),
  ).rejects.toThrow('no luck');
  expect(existsSync(file)).toBe(false);
});
