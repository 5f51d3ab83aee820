import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type FileStamp, fileStampSchema, type Recovery } from '../../shared/contract/documents.ts';
import { isAlive } from '../processes/is-alive.ts';
import { FileError, fileFailure } from './file-error.ts';
import { currentStamp, sameContent, sha256 } from './file-stamp.ts';
import { saveFile } from './save-file.ts';

/** The version of the journal's own files. */
const JOURNAL_VERSION = 1;

const entrySchema = z.object({
  version: z.literal(JOURNAL_VERSION),
  /** The service process that wrote it: while it lives and the window is connected, the work is not lost. */
  pid: z.number().int(),
  session: z.string(),
  path: z.string().nullable(),
  /** Null too in journals from before it was kept. */
  stamp: fileStampSchema.nullable().default(null),
  name: z.string(),
  layers: z.number().int(),
  time: z.number(),
  /** SHA-256 of the text. */
  checksum: z.string(),
  text: z.string(),
  /** Where it was to be saved after these edits, and the SHA-256 of what was to stand there: perhaps under another name. */
  saving: z.object({ path: z.string(), checksum: z.string() }).optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** A session's name as a file name; the window chooses it. */
const SESSION = /^[a-z0-9-]{8,64}$/i;

/** What the window sends to be kept. */
export interface JournalState {
  readonly session: string;
  readonly path: string | null;
  /** The file as the window last read or wrote it. */
  readonly stamp: FileStamp | null;
  readonly name: string;
  readonly layers: number;
  readonly text: string;
}

/**
 * The crash journal: the newest state of every open document with unsaved edits, one file per window session. A journal
 * whose window or service is gone is offered for recovery; a damaged one is moved aside, never deleted.
 */
export class Journal {
  private readonly folder: string;
  private readonly connected = new Set<string>();
  private readonly queues = new Map<string, Promise<unknown>>();

  /** @param folder the user's data folder */
  constructor(folder: string) {
    this.folder = path.join(folder, 'journal');
  }

  /**
   * Keeps a state; states of one session are written in order.
   *
   * @throws FileError where it cannot be written
   */
  keep(state: JournalState): Promise<number> {
    this.connected.add(state.session);
    return this.inOrder(state.session, async () => {
      const time = Date.now();
      const entry: Entry = {
        version: JOURNAL_VERSION,
        pid: process.pid,
        time,
        checksum: sha256(state.text),
        ...state,
      };
      try {
        await mkdir(this.folder, { recursive: true });
        await saveFile(this.fileOf(state.session), JSON.stringify(entry), { overwrite: true });
      } catch (error) {
        throw fileFailure(this.folder, error, 'written');
      }
      return time;
    });
  }

  /**
   * Notes that a session is about to be saved: when the crash comes after the saving and before the forgetting, its work is not
   * offered as if it had never been saved.
   *
   * @param session a window's; nothing happens where nothing is kept of it
   * @param file where to
   * @param text what is to stand there
   */
  saving(session: string, file: string, text: string): Promise<void> {
    return this.inOrder(session, async () => {
      const kept = await this.read(this.fileOf(session));
      if (!kept) return;
      const entry: Entry = { ...kept, saving: { path: file, checksum: sha256(text) } };
      await saveFile(this.fileOf(session), JSON.stringify(entry), { overwrite: true });
    });
  }

  /** Forgets a session: saved, or closed on purpose. */
  forget(session: string): Promise<void> {
    return this.inOrder(session, () => rm(this.fileOf(session), { force: true }));
  }

  /** A window went away without forgetting: its work may be offered. */
  disconnected(session: string): void {
    this.connected.delete(session);
  }

  /**
   * The work that no living window holds, newest first. What the file holds too is forgotten: the crash came after saving.
   * What is older than a file that was written since is marked so: the last edits were saved before they were kept here, or
   * another program wrote the file.
   */
  async recoveries(): Promise<Recovery[]> {
    const left = (await this.entries()).filter(
      entry => !this.connected.has(entry.session) && (entry.pid === process.pid || !isAlive(entry.pid)),
    );
    const lost: Recovery[] = [];
    const stampOf = (file: string) => currentStamp(file).catch(() => null);
    for (const { session, path: file, stamp: known, checksum, name, layers, time, saving } of left) {
      const stamp = file === null ? null : await stampOf(file);
      const wasSaved = saving !== undefined && (await stampOf(saving.path))?.sha256 === saving.checksum;
      if (wasSaved || stamp?.sha256 === checksum) await this.forget(session);
      else {
        const isOlderThanFile = stamp !== null && stamp.modified > time && !sameContent(stamp, known);
        lost.push({ id: session, path: file, name, layers, time, isOlderThanFile });
      }
    }
    return lost.sort((a, b) => b.time - a.time);
  }

  /** The kept state of a recovery; the entry stays until it is forgotten or discarded. */
  async recover(id: string): Promise<{ path: string | null; stamp: FileStamp | null; text: string }> {
    const entry = (await this.entries()).find(candidate => candidate.session === id);
    if (!entry)
      throw new FileError(
        'documents.no-recovery',
        'This work is no longer in the crash journal; another window may have taken it up.',
      );
    return { path: entry.path, stamp: entry.stamp, text: entry.text };
  }

  private fileOf(session: string): string {
    if (!SESSION.test(session))
      throw new FileError('documents.no-recovery', `"${session}" is not the name of a window's session.`);
    return path.join(this.folder, `${session}.json`);
  }

  private inOrder<T>(session: string, work: () => Promise<T>): Promise<T> {
    const next = (this.queues.get(session) ?? Promise.resolve()).then(work);
    const quiet = next
      .catch(() => undefined)
      .then(() => {
        if (this.queues.get(session) === quiet) this.queues.delete(session);
      });
    this.queues.set(session, quiet);
    return next;
  }

  private async entries(): Promise<Entry[]> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch {
      return [];
    }
    const entries: Entry[] = [];
    for (const name of names.filter(candidate => candidate.endsWith('.json') && !candidate.startsWith('.'))) {
      const entry = await this.read(path.join(this.folder, name));
      if (entry) entries.push(entry);
    }
    return entries;
  }

  private async read(file: string): Promise<Entry | null> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch {
      return null;
    }
    try {
      const entry = entrySchema.parse(JSON.parse(text));
      if (entry.checksum === sha256(entry.text)) return entry;
    } catch {
      // falls through: damaged
    }
    const aside = path.join(this.folder, 'damaged');
    await mkdir(aside, { recursive: true });
    await rename(file, path.join(aside, `${Date.now()}-${path.basename(file)}`)).catch(() => undefined);
    return null;
  }
}
