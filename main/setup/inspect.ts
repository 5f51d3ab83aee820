import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CUDA_LIBRARIES, libraryWheel, TENSORFLOW_VERSION } from './library-wheel.ts';
import { firstDamagedFile, type Marker, readMarker } from './marker.ts';
import { ADDON_FILE, type SetupPlace } from './place.ts';

/** How one part of the installation stands; a damaged one says what is wrong with it. */
export type PartState =
  | { readonly state: 'ready' }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly what: string };

/** What set-up finds on the disk, without loading anything. */
export interface Installation {
  /** The unpacked library in the cache. */
  readonly library: PartState;
  /** NVIDIA's libraries in the cache; ready where the build needs none. */
  readonly cudaLibraries: PartState;
  /** The addon in the cache. */
  readonly addon: PartState;
  /** The links and the addon's copy in the place's `home`. */
  readonly links: PartState;
  /** What the library said when it last computed rightly; null when it must be tried (again). */
  readonly verified: Marker['verified'];
}

const READY: PartState = { state: 'ready' };
const MISSING: PartState = { state: 'missing' };

async function inspectFolder(folder: string, version: string): Promise<[PartState, Marker | null]> {
  const marker = await readMarker(folder);
  if (marker === null) return [MISSING, null];
  if (marker === 'damaged' || marker.version !== version) {
    return [{ state: 'damaged', what: 'its record of files cannot be read' }, null];
  }
  const file = await firstDamagedFile(folder, marker);
  return file === null
    ? [READY, marker]
    : [{ state: 'damaged', what: `${file} is not as it was written` }, null];
}

/** The links that the package must hold, each with its target. */
export function wantedLinks(place: SetupPlace): ReadonlyMap<string, string> {
  const links = libraryWheel(process.platform, process.arch, place.build)?.links ?? {};
  return new Map([
    ['include', join(place.library, 'include')],
    // The library's run path leads from its folder to `../nvidia`.
    ...(place.cudaLibraries === null
      ? []
      : [['nvidia', join(place.cudaLibraries, 'nvidia')] satisfies [string, string]]),
    ...Object.entries(links).map(
      ([name, file]) => [join('lib', name), join(place.library, 'lib', file)] as const,
    ),
  ]);
}

async function inspectLinks(place: SetupPlace): Promise<PartState> {
  for (const [name, target] of wantedLinks(place)) {
    const found = await readlink(join(place.home, 'deps', name)).catch(() => null);
    if (found !== target) return MISSING;
  }
  const installed = await readFile(place.installedAddon).catch(() => null);
  if (installed === null) return MISSING;
  const cached = await readFile(join(place.addon, ADDON_FILE)).catch(() => null);
  if (cached === null || !installed.equals(cached))
    return { state: 'damaged', what: 'its addon is not the one in the cache' };
  return READY;
}

/** Whether the cached addon is the one that this package carries; true where it carries none. */
async function isCarriedOne({ carriedAddon, addon }: SetupPlace): Promise<boolean> {
  if (carriedAddon === null) return true;
  return (await readFile(carriedAddon)).equals(await readFile(join(addon, ADDON_FILE)));
}

/** Compares what is on the disk with the markers: sizes of the large files, contents of the small ones. Takes milliseconds. */
export async function inspect(place: SetupPlace): Promise<Installation> {
  const [library] = await inspectFolder(place.library, TENSORFLOW_VERSION);
  const [cudaLibraries] =
    place.cudaLibraries === null ? [READY] : await inspectFolder(place.cudaLibraries, CUDA_LIBRARIES.version);
  const [addon, marker] = await inspectFolder(place.addon, TENSORFLOW_VERSION);
  const links = await inspectLinks(place);
  // Another release of the app has brought another addon.
  if (addon.state === 'ready' && !(await isCarriedOne(place)))
    return { library, cudaLibraries, addon: MISSING, links, verified: null };
  return { library, cudaLibraries, addon, links, verified: marker?.verified ?? null };
}

/** Whether nothing is left to do. */
export function isComplete(
  found: Installation,
): found is Installation & { verified: NonNullable<Marker['verified']> } {
  const parts = [found.library, found.cudaLibraries, found.addon, found.links];
  return parts.every(part => part.state === 'ready') && found.verified !== null;
}
