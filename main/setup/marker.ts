import { createHash } from 'node:crypto';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const markerSchema = z.strictObject({
  format: z.literal(1),
  /** What the files are, e.g. the version of TensorFlow. */
  version: z.string(),
  /** The files by path relative to the folder; the digest only of those small enough to read at each start. */
  files: z.record(z.string(), z.strictObject({ bytes: z.int().min(0), sha256: z.string().optional() })),
  /** What the library said of itself when it was last loaded and computed rightly; null before that. */
  verified: z.strictObject({ version: z.string(), device: z.string() }).nullable(),
});
/** The record of a finished folder of the cache: its files and their sizes. It is written last, so its presence means whole. */
export type Marker = z.infer<typeof markerSchema>;

export const MARKER_FILE = 'marker.json';
const LARGEST_DIGESTED = 10_000_000;

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** Describes the files in a folder (marker aside), recursively. */
export async function describeFolder(folder: string, version: string): Promise<Marker> {
  const files: Marker['files'] = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length + 1).replaceAll('\\', '/');
    if (!entry.isFile() || path === MARKER_FILE) continue;
    const bytes = (await stat(file)).size;
    files[path] = bytes <= LARGEST_DIGESTED ? { bytes, sha256: await digest(file) } : { bytes };
  }
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { format: 1, version, files: sorted, verified: null };
}

/** Writes a folder's marker in one move, so that it is never half there. */
export async function writeMarker(folder: string, marker: Marker): Promise<void> {
  const temporary = join(folder, `${MARKER_FILE}.${process.pid}`);
  await writeFile(temporary, `${JSON.stringify(marker, null, 2)}\n`, { flush: true });
  await rename(temporary, join(folder, MARKER_FILE));
}

/** Reads a folder's marker: null where there is none, 'damaged' where it cannot be understood. */
export async function readMarker(folder: string): Promise<Marker | null | 'damaged'> {
  let text: string;
  try {
    text = await readFile(join(folder, MARKER_FILE), 'utf8');
  } catch {
    return null;
  }
  try {
    return markerSchema.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** The first file of a folder that is not as its marker says, or null when all are. */
export async function firstDamagedFile(folder: string, marker: Marker): Promise<string | null> {
  for (const [path, { bytes, sha256 }] of Object.entries(marker.files)) {
    const file = join(folder, path);
    try {
      if ((await stat(file)).size !== bytes) return path;
      if (sha256 !== undefined && (await digest(file)) !== sha256) return path;
    } catch {
      return path;
    }
  }
  return null;
}
