import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** How a file is written atomically. */
export interface AtomicOptions {
  /** Permissions of the file; those of a new file unless given. */
  readonly mode?: number;
  /** Called with the temporary file when all is on the disk, before it takes its place; what it throws leaves the old content. */
  readonly beforeRename?: (temporary: string) => Promise<unknown>;
}

/**
 * Writes a file so that at every moment the path holds the old or the new content whole: temporary file beside it, fsync,
 * rename.
 *
 * @param target the file
 * @param write writes the content
 */
export async function writeAtomically(
  target: string,
  write: (file: FileHandle) => Promise<unknown>,
  { mode = 0o666, beforeRename }: AtomicOptions = {},
): Promise<void> {
  const name = `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = path.join(path.dirname(target), name);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeRename?.(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
