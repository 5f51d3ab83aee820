import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isPreference, type PreferenceChanges } from '../../shared/contract/preferences.ts';
import type { Json } from '../../shared/document/json.ts';
import { fileFailure, systemCode } from './file-error.ts';
import { saveFile } from './save-file.ts';

/** What is known of the preferences. */
export interface PreferencesRead {
  /** By name, those alone that this version understands. */
  readonly values: Readonly<Record<string, Json>>;
  /** A sentence where they cannot be read; null otherwise. */
  readonly problem: string | null;
}

/** What the name of a preference's file ends with. */
const ENDING = '.json';

/**
 * The user's preferences, a small file each in the folder `preferences`: windows, services and versions that change different ones at once cannot take
 * each other's away.
 */
export class Preferences {
  private readonly folder: string;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param folder the user's data folder */
  constructor(folder: string) {
    this.folder = path.join(folder, 'preferences');
  }

  /** All preferences, with the changes that are being written; what is not understood is passed over. */
  async read(): Promise<PreferencesRead> {
    await this.queue;
    try {
      const files = (await readdir(this.folder)).filter(file => file.endsWith(ENDING));
      const entries = await Promise.all(
        files.map(async file => [nameOf(file), await this.valueIn(file)] as const),
      );
      return {
        values: Object.fromEntries(entries.filter(([name, value]) => isPreference(name, value))),
        problem: null,
      };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return { values: {}, problem: null };
      const { message } = fileFailure(this.folder, error, 'read');
      return { values: {}, problem: `${message} The window goes on with the usual settings.` };
    }
  }

  /**
   * Changes some preferences.
   *
   * @param changes by name; null gives the default back
   * @throws FileError where they cannot be written
   */
  write(changes: PreferenceChanges): Promise<void> {
    const work = this.queue
      .then(() => this.change(changes))
      .catch((error: unknown) => {
        throw fileFailure(this.folder, error, 'written');
      });
    this.queue = work.catch(() => undefined);
    return work;
  }

  private async change(changes: PreferenceChanges): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    for (const [name, value] of Object.entries(changes)) {
      const file = path.join(this.folder, encodeURIComponent(name) + ENDING);
      if (value === null) await rm(file, { force: true });
      else await saveFile(file, `${JSON.stringify(value)}\n`, { overwrite: true });
    }
  }

  /** What a file holds; null where that is no JSON, or another window gave its default back just now. */
  private async valueIn(file: string): Promise<Json> {
    const text = await readFile(path.join(this.folder, file), 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return '';
      throw error;
    });
    try {
      return JSON.parse(text) as Json;
    } catch {
      return null;
    }
  }
}

/** The preference that a file is for; empty where no preference has such a file. */
function nameOf(file: string): string {
  try {
    return decodeURIComponent(file.slice(0, -ENDING.length));
  } catch {
    return '';
  }
}
