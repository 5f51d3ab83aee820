import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { RunError } from './run-error.ts';

/**
 * The folder that keeps a document's runs: `DOCUMENT.runs` beside the file; for an unsaved document in the user's data folder.
 *
 * @param document the document's file; null for an unsaved one
 * @param name the document's name
 * @param dataDirectory the user's data folder
 */
export function runsDirectory(document: string | null, name: string, dataDirectory: string): string {
  if (document === null) {
    const safe = name.replace(/[^\w.-]+/g, '-');
    return path.join(dataDirectory, 'runs', /^\.*$/.test(safe) ? 'unnamed' : safe);
  }
  const parsed = path.parse(path.resolve(document));
  return path.join(parsed.dir, `${parsed.name}.runs`);
}

/**
 * Reserves a new run's folder, `TIME-SEED`.
 *
 * @param directory the folder of the document's runs
 * @param seed the run's seed
 * @param now for the name
 * @returns its path; the folder exists and is empty
 */
export async function newRunPath(directory: string, seed: number, now = new Date()): Promise<string> {
  await mkdir(directory, { recursive: true });
  const time = now.toISOString().slice(0, 19).replace(/:/g, '').replace('T', '-');
  for (let copy = 1; ; copy++) {
    const candidate = path.join(directory, `${time}-${seed}${copy === 1 ? '' : `-${copy}`}`);
    try {
      await mkdir(candidate);
      return candidate;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/**
 * Moves a run's folder among the runs of another document; a run that is there already stays where it is.
 *
 * @param run its folder
 * @param directory the folder of that document's runs
 * @returns its new path
 */
export async function moveRun(run: string, directory: string): Promise<string> {
  if (path.dirname(run) === directory) return run;
  await mkdir(directory, { recursive: true });
  const taken = new Set(await readdir(directory));
  let name = path.basename(run);
  for (let copy = 2; taken.has(name); copy++) name = `${path.basename(run)}-${copy}`;
  const target = path.join(directory, name);
  try {
    await rename(run, target);
  } catch (error) {
    // Another disk: a rename cannot reach it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await cp(run, target, { recursive: true });
    await rm(run, { recursive: true, force: true });
  }
  return target;
}

/** The paths of a document's runs, newest first. */
export async function listRunPaths(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => path.join(directory, entry.name))
    .sort()
    .reverse();
}

/**
 * Finds a run by its path, or by its name among the document's runs.
 *
 * @throws RunError naming where it was looked for
 */
export async function findRun(run: string, directory: string): Promise<string> {
  for (const candidate of [path.resolve(run), path.join(directory, run)]) {
    const isFolder = await stat(candidate).then(
      found => found.isDirectory(),
      () => false,
    );
    if (isFolder) return candidate;
  }
  throw new RunError('run.not-found', `There is no run "${run}", neither as a folder nor in ${directory}.`);
}
