import { randomBytes } from 'node:crypto';
import { copyFile, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileStamp } from '../../shared/contract/documents.ts';
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
  const temporary = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    const before = await currentStamp(target);
    if (!options.overwrite && before !== null && !sameContent(before, options.expected ?? null))
      throw new FileError(
        'documents.changed-on-disk',
        `"${file}" was changed by another program since it was opened; saving would lose that change. Save under another name or overwrite it.`,
      );
    await writeDurably(temporary, text, target);
    const written = await readFile(temporary);
    if (sha256(written) !== sha256(text))
      throw new FileError(
        'file.unwritable',
        `"${file}" was not saved: what was written could not be read back unchanged.`,
      );
    if (options.keepBackup && before !== null) await keepBackup(target);
    await rename(temporary, target);
    await syncFolder(path.dirname(target));
    const { mtimeMs } = await stat(target);
    return { size: written.length, modified: mtimeMs, sha256: sha256(written) };
  } catch (error) {
    await rm(temporary, { force: true });
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

async function writeDurably(temporary: string, text: string, target: string): Promise<void> {
  const mode = await stat(target).then(
    status => status.mode & 0o777,
    () => 0o666,
  );
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
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
