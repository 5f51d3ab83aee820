import { randomBytes } from 'node:crypto';
import { copyFile, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileStamp } from '../../shared/contract/documents.ts';
import { writeAtomically } from '../runs/write-atomically.ts';
import { FileError, fileFailure } from './file-error.ts';
import { currentStamp, sameContent, sha256 } from './file-stamp.ts';

/** How a file is saved. */
export interface SaveOptions {
  /** What the caller last read or wrote there; a different content on disk is not overwritten. Null: no file was known. */
  readonly expected?: FileStamp | null;
  /** Overwrites whatever stands there. */
  readonly overwrite?: boolean;
  /** Keeps the content before as `FILE.bak`. */
  readonly keepBackup?: boolean;
}

/**
 * Saves a text so that a crash at any moment leaves the old or the new content, never half of one: temporary file in the
 * same folder, fsync, read back and compare, rename.
 *
 * @param file where to
 * @param text the content
 * @returns the new file's stamp
 * @throws FileError `documents.changed-on-disk` when another program wrote it meanwhile, or what the system refused
 */
export async function saveFile(file: string, text: string, options: SaveOptions = {}): Promise<FileStamp> {
  const target = await resolveLink(file);
  try {
    const before = await currentStamp(target);
    if (!options.overwrite && before !== null && !sameContent(before, options.expected ?? null))
      throw new FileError(
        'documents.changed-on-disk',
        `"${file}" was changed by another program since it was opened; saving would lose that change. Save under another name or overwrite it.`,
      );
    await writeAtomically(target, handle => handle.writeFile(text), {
      mode: await modeOf(target),
      beforeRename: async temporary => {
        if (sha256(await readFile(temporary)) !== sha256(text))
          throw new FileError(
            'file.unwritable',
            `"${file}" was not saved: what was written could not be read back unchanged.`,
          );
        if (options.keepBackup && before !== null) await keepBackup(target);
      },
    });
    await syncFolder(path.dirname(target));
    const { size, mtimeMs } = await stat(target);
    return { size, modified: mtimeMs, sha256: sha256(text) };
  } catch (error) {
    throw fileFailure(file, error, 'written');
  }
}

/** A link stays a link: what it points to is replaced. */
async function resolveLink(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return path.resolve(file);
  }
}

/** The permissions that a file has, or that a new one gets. */
async function modeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ mode }) => mode & 0o777,
    () => 0o666,
  );
}

async function keepBackup(target: string): Promise<void> {
  const temporary = `${target}.bak.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await copyFile(target, temporary);
    await rename(temporary, `${target}.bak`);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Makes a rename durable; a system that cannot sync a folder is left alone. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows opens no folders; the rename itself is atomic there too.
  }
}
