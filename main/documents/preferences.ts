import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isPreference, type PreferenceChanges } from '../../shared/contract/preferences.ts';
import type { Json } from '../../shared/document/json.ts';
import { jsonSchema } from '../../shared/document/schema.ts';
import { isAlive } from '../processes/is-alive.ts';
import { FileError, fileFailure, systemCode } from './file-error.ts';
import { saveFile } from './save-file.ts';

const fileSchema = z.record(z.string(), jsonSchema);
type Values = Readonly<Record<string, Json>>;

/** How long one other program's change is waited for at most, and between two tries, in milliseconds. */
const PATIENCE = { most: 2000, step: 15 } as const;

/** What is known of the preferences. */
export interface PreferencesRead {
  /** By name, those alone that this version understands. */
  readonly values: Values;
  /** A sentence where the file cannot be read; null otherwise. */
  readonly problem: string | null;
}

/**
 * The user's preferences in one file, `preferences.json`. Each change reads the file, replaces its own entries and writes the file whole, one
 * program after the other, so that windows, services and versions keep each other's entries.
 */
export class Preferences {
  private readonly file: string;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param folder the user's data folder */
  constructor(folder: string) {
    this.file = path.join(folder, 'preferences.json');
  }

  /** All preferences; entries that are not understood are passed over. */
  async read(): Promise<PreferencesRead> {
    try {
      const all = Object.entries(await this.readAll());
      return {
        values: Object.fromEntries(all.filter(([name, value]) => isPreference(name, value))),
        problem: null,
      };
    } catch (error) {
      const { message } = fileFailure(this.file, error, 'read');
      return { values: {}, problem: `${message} The window goes on with the usual settings.` };
    }
  }

  /**
   * Changes some preferences. A file that is damaged is kept as `preferences.json.damaged` and begun anew.
   *
   * @param changes by name; null removes an entry
   * @throws FileError where the file cannot be written
   */
  write(changes: PreferenceChanges): Promise<void> {
    const work = this.queue
      .then(() => this.change(changes))
      .catch((error: unknown) => {
        throw fileFailure(this.file, error, 'written');
      });
    this.queue = work.catch(() => undefined);
    return work;
  }

  private async change(changes: PreferenceChanges): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    await alone(`${this.file}.lock`, async () => {
      const before = await this.readAll().catch(async (error: unknown): Promise<Values> => {
        if (!(error instanceof FileError)) throw error;
        await rename(this.file, `${this.file}.damaged`);
        return {};
      });
      const after = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null);
      after.sort(([a], [b]) => (a < b ? -1 : 1));
      await saveFile(this.file, `${JSON.stringify(Object.fromEntries(after), null, 2)}\n`, {
        overwrite: true,
      });
    });
  }

  /** Everything in the file, what only another version understands too. */
  private async readAll(): Promise<Values> {
    const text = await readFile(this.file, 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return '{}';
      throw error;
    });
    const parsed = fileSchema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new FileError(
      'file.unreadable',
      `"${this.file}" cannot be read: it should be a JSON object of preferences by name.`,
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Does something while no other process does it; the lock of a process that is gone or stands still counts for nothing. */
async function alone(lock: string, work: () => Promise<void>): Promise<void> {
  const own = `${process.pid} ${randomBytes(6).toString('hex')}`;
  let seen = '';
  let since = 0;
  for (;;) {
    try {
      await writeFile(lock, own, { flag: 'wx' });
      break;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const holder = await readFile(lock, 'utf8').catch(() => '');
      if (holder !== seen) [seen, since] = [holder, Date.now()];
      const pid = Number.parseInt(holder, 10);
      if ((pid > 0 && !isAlive(pid)) || Date.now() - since > PATIENCE.most) await rm(lock, { force: true });
      else await wait(PATIENCE.step);
    }
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}
