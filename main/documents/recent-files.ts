import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { saveFile } from './save-file.ts';

const recentSchema = z.array(z.object({ path: z.string(), name: z.string(), time: z.number() }));
type Recent = z.infer<typeof recentSchema>;

/** How many files are remembered. */
const MAX_RECENT = 20;

/** The files opened or saved last, newest first. */
export class RecentFiles {
  private readonly file: string;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param folder the user's data folder */
  constructor(folder: string) {
    this.file = path.join(folder, 'recent.json');
  }

  /** The list, each with whether the file still exists. */
  async list(): Promise<(Recent[number] & { exists: boolean })[]> {
    return (await this.read()).map(entry => ({ ...entry, exists: existsSync(entry.path) }));
  }

  /** Puts a file on top of the list. */
  add(filePath: string, name: string): Promise<void> {
    const work = this.queue.then(async () => {
      const others = (await this.read()).filter(entry => entry.path !== filePath);
      const list = [{ path: filePath, name, time: Date.now() }, ...others].slice(0, MAX_RECENT);
      await mkdir(path.dirname(this.file), { recursive: true });
      await saveFile(this.file, JSON.stringify(list), { overwrite: true });
    });
    this.queue = work.catch(() => undefined);
    return work;
  }

  /** A damaged list is forgotten: it is a convenience, not the user's work. */
  private async read(): Promise<Recent> {
    try {
      const parsed = recentSchema.safeParse(JSON.parse(await readFile(this.file, 'utf8')));
      return parsed.success ? parsed.data : [];
    } catch {
      return [];
    }
  }
}
