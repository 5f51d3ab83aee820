import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import { systemCode, systemReason } from '../documents/file-error.ts';

/** Where an export stands, and whether it goes on. */
export interface WritingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share done, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Writes files in a folder beside their place and moves them there when all is done: failure and cancellation leave nothing behind.
 *
 * @param output path of the main file, moved last
 * @param write writes into the folder given; answers the files' names there, the main file's first
 * @returns the files' final paths, the main one first
 * @throws ExportError when nothing can be written there, or the export was cancelled
 */
export async function writeStaged(
  output: string,
  signal: AbortSignal | undefined,
  write: (folder: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const folder = path.dirname(path.resolve(output));
  const staging = await makeStaging(folder, path.basename(output));
  try {
    const names = await write(staging);
    signal?.throwIfAborted();
    for (const name of [...names].reverse()) await rename(path.join(staging, name), path.join(folder, name));
    return names.map(name => path.join(folder, name));
  } catch (error) {
    if (signal?.aborted)
      throw new ExportError('export.cancelled', 'The export was cancelled; no file was written.', {
        cause: error,
      });
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Makes a folder of its own beside the files to come.
 *
 * @throws ExportError when nothing can be written there
 */
async function makeStaging(folder: string, name: string): Promise<string> {
  try {
    return await mkdtemp(path.join(folder, `.${name}-`));
  } catch (error) {
    const reason =
      systemCode(error) === 'ENOENT' ? 'this folder does not exist; make it first' : systemReason(error);
    throw new ExportError('export.write', `Nothing can be written to ${folder}: ${reason}.`, {
      cause: error,
    });
  }
}
