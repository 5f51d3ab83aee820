import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../../shared/contract/protocol.ts';

/** The most that is taken from a window for one import. */
const MAX_BYTES = 16 * 1024 ** 3;
/** How many folders wait for their import; a window that goes away leaves some. */
const MAX_FOLDERS = 8;

/** A piece of a file that a window sends. */
export interface UploadPiece {
  readonly folder: string | null;
  readonly name: string;
  readonly offset: number;
  readonly base64: string;
}

/** Files that windows bring from other machines, each import's in a folder of its own until it is done. */
export class UploadFolder {
  private readonly place: string;
  private readonly folders: string[] = [];

  /** @param place where the folders are made */
  constructor(place: string) {
    this.place = place;
  }

  /**
   * Takes a piece.
   *
   * @throws ServiceError `import.upload` when the name is none, the folder is unknown or the piece does not follow the last one
   */
  async take({ folder, name, offset, base64 }: UploadPiece): Promise<{ folder: string; path: string }> {
    if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))
      throw new ServiceError('import.upload', `"${name}" is no name of a file.`);
    const target = folder ?? (await this.newFolder());
    if (!this.folders.includes(target))
      throw new ServiceError('import.upload', 'The upload is no longer known. Bring the file again.');
    const file = path.join(target, name);
    const before = await stat(file).then(
      found => found.size,
      () => 0,
    );
    if (offset !== 0 && offset !== before)
      throw new ServiceError(
        'import.upload',
        `A piece of ${name} was lost on the way. Bring the file again.`,
      );
    const bytes = Buffer.from(base64, 'base64');
    if (offset + bytes.length > MAX_BYTES)
      throw new ServiceError(
        'import.upload',
        `${name} is larger than ${MAX_BYTES / 1024 ** 3} GB. Put it into the served folder and open it there.`,
      );
    const handle = await open(file, offset === 0 ? 'w' : 'a');
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    return { folder: target, path: file };
  }

  /** Whether a file was brought here. */
  holds(file: string): boolean {
    return this.folders.includes(path.dirname(file));
  }

  /** Removes what was brought together with a file. */
  async remove(file: string): Promise<void> {
    const folder = path.dirname(file);
    const index = this.folders.indexOf(folder);
    if (index < 0) return;
    this.folders.splice(index, 1);
    await rm(folder, { recursive: true, force: true });
  }

  /** Removes all. */
  async close(): Promise<void> {
    await Promise.all(this.folders.splice(0).map(folder => rm(folder, { recursive: true, force: true })));
  }

  private async newFolder(): Promise<string> {
    await mkdir(this.place, { recursive: true });
    const folder = await mkdtemp(path.join(this.place, 'upload-'));
    this.folders.push(folder);
    const [oldest] = this.folders;
    if (this.folders.length > MAX_FOLDERS && oldest !== undefined) await this.remove(path.join(oldest, 'x'));
    return folder;
  }
}
