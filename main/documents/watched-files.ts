import { unwatchFile, watchFile } from 'node:fs';
import type { FileStamp } from '../../shared/contract/documents.ts';
import { currentStamp, sameContent } from './file-stamp.ts';

/** How often an open file is looked at, in milliseconds. Polling works on network disks too. */
const INTERVAL = 1000;

/** Notices when another program changes or removes an open file. */
export class WatchedFiles {
  private readonly known = new Map<string, FileStamp>();
  private readonly changed: (path: string, stamp: FileStamp | null) => void;

  /** @param changed called with the new stamp, or null when the file is gone */
  constructor(changed: (path: string, stamp: FileStamp | null) => void) {
    this.changed = changed;
  }

  /** Watches a file from the given state on. */
  watch(file: string, stamp: FileStamp): void {
    const isNew = !this.known.has(file);
    this.known.set(file, stamp);
    if (isNew) watchFile(file, { interval: INTERVAL, persistent: false }, () => void this.look(file));
  }

  /** Stops watching everything. */
  close(): void {
    for (const file of this.known.keys()) unwatchFile(file);
    this.known.clear();
  }

  private async look(file: string): Promise<void> {
    const stamp = await currentStamp(file).catch(() => null);
    const known = this.known.get(file);
    if (!known || sameContent(known, stamp)) return;
    if (stamp) this.known.set(file, stamp);
    this.changed(file, stamp);
  }
}
