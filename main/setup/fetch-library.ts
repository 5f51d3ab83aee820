import { cp, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type FetchOptions, fetchWheels, replaceFolder } from './fetch-wheels.ts';
import { CUDA_LIBRARIES, HEADERS, type LibraryWheel, TENSORFLOW_VERSION } from './library-wheel.ts';
import { describeFolder, writeMarker } from './marker.ts';
import type { SetupPlace } from './place.ts';
import { mendedBySetup } from './setup-error.ts';

/**
 * Fetches TensorFlow's wheel, keeps its libraries and headers, and puts them into the cache in one move.
 *
 * @param place where it goes
 * @param wheel which
 * @param options how
 * @throws SetupError as {@link fetchWheels}
 */
export async function fetchLibrary(
  place: SetupPlace,
  wheel: LibraryWheel,
  options: FetchOptions,
): Promise<void> {
  const { pipPlatforms, uvPlatform, space, libraryBytes } = wheel;
  const unpacked = join(
    await fetchWheels(
      place,
      {
        subject: 'TensorFlow',
        requirements: [`${wheel.distribution}==${TENSORFLOW_VERSION}`],
        pipPlatforms,
        uvPlatform,
        space,
        libraryBytes,
        libraries: new RegExp(`^(${wheel.libraries.map(name => name.replaceAll('.', '\\.')).join('|')})$`),
      },
      options,
    ),
    'tensorflow',
  );
  const { work } = options;
  const whole = join(work, 'library');
  await mkdir(join(whole, 'lib'), { recursive: true });
  try {
    for (const name of wheel.libraries) await rename(join(unpacked, name), join(whole, 'lib', name));
    for (const header of HEADERS) {
      await cp(join(unpacked, 'include', header), join(whole, 'include', header), { recursive: true });
    }
  } catch (cause) {
    throw mendedBySetup(
      place,
      'setup.download-failed',
      'The fetched TensorFlow wheel lacks a file that the addon needs.',
      { cause },
    );
  }
  await writeMarker(whole, await describeFolder(whole, TENSORFLOW_VERSION));
  await replaceFolder(whole, place.library, work);
}

/**
 * Fetches NVIDIA's libraries, which the CUDA build loads, into the cache in one move. They keep the layout of their wheels: they find
 * each other by it.
 *
 * @param place where they go; its build is cuda
 * @param options how
 * @throws SetupError as {@link fetchWheels}
 */
export async function fetchCudaLibraries(place: SetupPlace, options: FetchOptions): Promise<void> {
  if (place.cudaLibraries === null) throw new Error('Only the CUDA build has libraries of CUDA.');
  const subject = "NVIDIA's libraries for CUDA";
  const site = await fetchWheels(place, { subject, libraries: /\.so(\.\d+)*$/, ...CUDA_LIBRARIES }, options);
  const whole = join(options.work, 'cuda');
  await mkdir(whole);
  await rename(join(site, 'nvidia'), join(whole, 'nvidia'));
  await writeMarker(whole, await describeFolder(whole, CUDA_LIBRARIES.version));
  await replaceFolder(whole, place.cudaLibraries, options.work);
}
