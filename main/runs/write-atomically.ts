import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

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
): Promise<void> {
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
