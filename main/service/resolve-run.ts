import path from 'node:path';
import type { FileAccess } from '../documents/file-access.ts';

/**
 * The folder of a run that a window named: below what the window may reach, or among the runs of unsaved documents.
 *
 * @param access what the window may reach
 * @param dataFolder the user's data folder
 * @param run as the window names it
 * @throws FileError `file.outside-root`
 */
export async function resolveRun(access: FileAccess, dataFolder: string, run: string): Promise<string> {
  const absolute = path.resolve(run);
  const inside = path.relative(path.join(dataFolder, 'runs'), absolute);
  const isUnsaved = inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside);
  return isUnsaved && path.isAbsolute(run) ? absolute : access.resolve(run);
}
