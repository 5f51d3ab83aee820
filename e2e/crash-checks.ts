import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readSafetensors } from '../main/runs/safetensors.ts';
import { parseDocument } from '../shared/document/serialize.ts';

/**
 * Random numbers from 0 to below 1 that a seed decides (mulberry32), so that a failing moment can be tried again.
 *
 * @param seed any whole number
 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Reads every file below a folder by the rules of its kind; temporary files (hidden, `.tmp`) are no final names.
 *
 * @returns the paths that are broken, with the reason; none after a good crash
 */
export async function brokenFiles(folder: string): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    // A run that goes on renames its temporary files meanwhile.
    if (path.basename(name).startsWith('.') || !statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    try {
      await readWhole(file);
    } catch (error) {
      broken.push(`${name}: ${String(error)}`);
    }
  }
  return broken;
}

async function readWhole(file: string): Promise<void> {
  const name = path.basename(file);
  if (name.endsWith('.safetensors')) await readSafetensors(file);
  else if (name.endsWith('.tmp')) throw new Error('a temporary file under a final name');
  else if (/\.netloom(\.bak)?$/.test(name)) parseDocument(readFileSync(file, 'utf8'));
  else if (name.endsWith('.json')) JSON.parse(readFileSync(file, 'utf8'));
  else if (name.endsWith('.jsonl'))
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) JSON.parse(line);
}

/** Kills a process the hard way and waits until it is gone. */
export async function killHard(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself a moment ago.
  }
  await waitUntil(() => !isAlive(pid));
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Asks again and again; fails after 30 seconds. */
export async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited too long for: ${condition}`);
    await delay(20);
  }
}

/** The process of the service behind a desktop's main process. */
export function serviceOf(desktop: number | undefined): number {
  return Number(
    execFileSync('pgrep', ['-P', String(desktop), '-f', 'service.mjs'], { encoding: 'utf8' }).trim(),
  );
}
