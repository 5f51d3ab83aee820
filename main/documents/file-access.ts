import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileError, fileFailure } from './file-error.ts';

/** An entry of a folder as the file picker shows it. */
export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  readonly modified: number;
  readonly size: number;
}

/**
 * Which files a window may reach: everything on the desktop; below a root when served to a browser.
 */
export class FileAccess {
  /** Null: no limit. */
  readonly root: string | null;
  /** Where a relative path and the file picker begin. */
  readonly start: string;

  /**
   * @param root the folder that bounds access, or null
   * @param start where relative paths begin; default: the root, or the working folder
   */
  constructor(root: string | null, start?: string) {
    this.root = root === null ? null : path.resolve(root);
    this.start = path.resolve(start ?? this.root ?? process.cwd());
  }

  /**
   * Resolves a path that a window named; links are followed before the check.
   *
   * @throws FileError `file.outside-root`
   */
  async resolve(requested: string): Promise<string> {
    if (requested.includes('\0'))
      throw new FileError('file.unreadable', 'A path cannot hold a NUL character.');
    const absolute = path.resolve(this.start, requested);
    if (this.root === null) return absolute;
    const real = await realOrParent(absolute);
    const root = await realOrParent(this.root);
    const relative = path.relative(root, real);
    if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
      throw new FileError(
        'file.outside-root',
        `"${requested}" lies outside the served folder "${this.root}". Start the server with --root to serve another one.`,
      );
    return absolute;
  }

  /** Lists a folder: folders first, then files, hidden ones left out. An empty path is where the picker begins. */
  async folder(requested: string): Promise<{ path: string; parent: string | null; entries: FolderEntry[] }> {
    const folder = await this.resolve(requested || '.');
    try {
      const found = await readdir(folder, { withFileTypes: true });
      const entries = await Promise.all(
        found
          .filter(entry => !entry.name.startsWith('.'))
          .map(async (entry): Promise<FolderEntry | null> => {
            const full = path.join(folder, entry.name);
            const status = await stat(full).catch(() => null);
            if (!status) return null;
            return {
              name: entry.name,
              path: full,
              isFolder: status.isDirectory(),
              modified: status.mtimeMs,
              size: status.size,
            };
          }),
      );
      const shown = entries.filter(entry => entry !== null);
      shown.sort(
        (a, b) =>
          Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name, 'en', { numeric: true }),
      );
      const up = path.dirname(folder);
      const parent = up === folder || folder === this.root ? null : up;
      return { path: folder, parent, entries: shown };
    } catch (error) {
      throw fileFailure(folder, error, 'read');
    }
  }
}

/** The real path of a file, or of its nearest existing parent with the rest appended. */
async function realOrParent(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(await realOrParent(parent), path.basename(file));
  }
}
