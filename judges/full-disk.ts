import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { brokenFiles } from '../e2e/crash-checks.ts';
import { RunFolder } from '../main/runs/run-folder.ts';
import type { RunSummary } from '../shared/contract/runs.ts';

/** How the judge trains, whatever its place is. */
export interface Trainings<P> {
  start(place: P, resume: string | null): Promise<string>;
  over(place: P, run: string): Promise<RunSummary>;
  outcome(run: string): string;
}

/** Holds the document and the first checkpoint of the judge's network (0.8 MB of weights and slots), and no second one beside it. */
const SMALL = '1600k';

/**
 * A run on a disk of its own that becomes full while a checkpoint is written, for real: a file system in memory, which takes the
 * rights of an administrator.
 *
 * @param place the service; its document's file decides where runs are kept
 * @param end what an undisturbed run gives
 * @param trainings how the judge trains
 * @returns whether the run was interrupted with a sentence and came to the very end once there was room
 */
export async function fillDisk<P extends { readonly file: string }>(
  place: P,
  end: string,
  { start, over, outcome }: Trainings<P>,
): Promise<boolean> {
  const disk = path.join(path.dirname(place.file), 'disk');
  mkdirSync(disk);
  const mount = (...parameters: string[]) => spawnSync('mount', [...parameters, disk]).status === 0;
  if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', `size=${SMALL}`, 'tmpfs')) {
    console.log('a full disk: not tried here, a small file system cannot be mounted');
    return true;
  }
  try {
    const there = { ...place, file: path.join(disk, 'kills.netloom') };
    const run = await start(there, null);
    const ended = await over(there, run);
    const broken = await brokenFiles(run);
    const checkpoint = await new RunFolder(run).readCheckpoint();
    const isTold = ended.status === 'interrupted' && ended.code === 'run.disk-full';
    console.log(`a full disk: ${ended.status} [${ended.code}] ${ended.reason}`);
    if (!mount('-o', 'remount,size=64m')) throw new Error('The disk could not be made larger.');
    await start(there, run);
    const resumed = await over(there, run);
    const isSame = resumed.status === 'done' && outcome(run) === end;
    const holds = isTold && isSame && broken.length === 0;
    console.log(
      `${holds ? 'ok  ' : 'FAIL'} a full disk: ${checkpoint ? `checkpoint ${checkpoint.position.epoch}.${checkpoint.position.batch} whole` : 'no checkpoint'}, ${broken.length} broken files; with room again ${isSame ? 'the bit-identical end' : `another end (${resumed.status}: ${resumed.reason})`}`,
    );
    return holds;
  } finally {
    spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}
