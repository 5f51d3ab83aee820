import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copiedPackage, readOnlyPackage } from './copied-package.test-support.ts';
import { engineStatuses } from './engine-statuses.ts';
import { inspect, isComplete } from './inspect.ts';
import { loadTensorFlow } from './load-tensorflow.ts';
import { isInArchive, type PlaceOptions, requireFrom, setupPlace } from './place.ts';
import { runSetup } from './run-setup.ts';

const real = setupPlace();
const ready = isComplete(await inspect(real));
mkdirSync(real.cache, { recursive: true });
const folder = mkdtempSync(join(real.cache, 'test-'));
const app = ready ? readOnlyPackage('resources/app.asar.unpacked') : copiedPackage();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  app.remove();
});
/** No pip, no compiler, no Python. */
const environment = { PATH: '' };

/** A cache that holds the real library and no addon. */
function cacheWithLibrary(name: string): string {
  const cacheDirectory = join(folder, name);
  const library = join(cacheDirectory, real.library.slice(real.cache.length + 1));
  mkdirSync(join(library, 'lib'), { recursive: true });
  for (const file of readdirSync(join(real.library, 'lib')))
    symlinkSync(join(real.library, 'lib', file), join(library, 'lib', file));
  for (const part of ['include', 'marker.json'])
    cpSync(join(real.library, part), join(library, part), { recursive: true });
  return cacheDirectory;
}

/** Every file below a folder with its time of change. */
function listing(directory: string): string[] {
  return ['.', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })]
    .map(name => `${name} ${statSync(join(directory, name)).mtimeMs}`)
    .sort();
}

test('knows the archive of a packaged app, and what lies unpacked beside it', () => {
  expect(isInArchive('/opt/Netloom/resources/app.asar.unpacked/node_modules/x')).toBe(true);
  expect(isInArchive('C:\\Program Files\\Netloom\\resources\\app.asar\\dist')).toBe(true);
  expect(isInArchive('/home/me/app.asar.d/node_modules')).toBe(false);
});

describe.skipIf(!ready)('a packaged app (not run where TensorFlow is not set up: npx netloom setup)', () => {
  const options: PlaceOptions = { packageDirectory: app.directory, cacheDirectory: join(folder, 'packaged') };
  const place = setupPlace(options);
  let before: string[];
  beforeAll(() => {
    cacheWithLibrary('packaged');
    before = listing(place.tfjsNode);
  });
  const tensorflow = async (probe = false) => (await engineStatuses({ ...options, probe }))[0];

  test('before: sends the user to the window, not to a command that is not there', async () => {
    expect(await tensorflow()).toMatchObject({
      state: 'missing',
      detail:
        "Native TensorFlow is in the cache and only has to be put into place, which takes seconds. To mend it, set up TensorFlow in Netloom's window.",
      remedy: null,
    });
    await expect(loadTensorFlow(options)).rejects.toMatchObject({
      code: 'engine.not-ready',
      remedy: null,
      message: expect.stringMatching(/window\.$/),
    });
  });

  test('sets up without a compiler, in the cache alone', async () => {
    const { done, version } = await runSetup({ ...options, environment });
    expect({ done, version }).toEqual({
      done: ['Putting it into place', 'Trying it out'],
      version: '2.21.0',
    });
    expect(place.home.startsWith(folder)).toBe(true);
    expect((await runSetup({ ...options, environment })).done).toEqual([]);
    expect(await tensorflow(true)).toMatchObject({ state: 'ready', version: '2.21.0' });
    expect(listing(place.tfjsNode)).toEqual(before);
  });

  test('computes in this process with that addon', async () => {
    const tf = await loadTensorFlow(options);
    expect(tf.getBackend()).toBe('tensorflow');
    // A 2 x 2 image 1..4 under a kernel of ones: 1 + 2 + 3 + 4
    const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    expect(Array.from(tf.conv2d(image, tf.ones([2, 2, 1, 1]), 1, 'valid').dataSync())).toEqual([10]);
    expect(Object.keys(requireFrom().cache).filter(path => path.endsWith('.node'))).toContain(
      place.installedAddon,
    );
  });

  test('repairs a shortened addon, and takes up the one of another release', async () => {
    truncateSync(place.installedAddon, 1000);
    expect(await tensorflow()).toMatchObject({ state: 'damaged', remedy: null });
    expect((await runSetup({ ...options, environment })).done).toHaveLength(2);
    const carried = place.carriedAddon ?? '';
    chmodSync(carried, 0o755);
    // Loaders do not mind what follows the last section.
    appendFileSync(carried, 'another release');
    expect(await tensorflow()).toMatchObject({ state: 'missing' });
    expect((await runSetup({ ...options, environment })).done).toHaveLength(2);
    expect(readFileSync(place.installedAddon).equals(readFileSync(carried))).toBe(true);
    expect(await tensorflow(true)).toMatchObject({ state: 'ready' });
  });

  test('made without an addon: says so before anything is fetched', async () => {
    const bare = readOnlyPackage('resources/app.asar.unpacked', false);
    try {
      await expect(
        runSetup({ packageDirectory: bare.directory, cacheDirectory: join(folder, 'bare') }),
      ).rejects.toMatchObject({
        code: 'setup.build-failed',
        message: expect.stringContaining('was made without the link'),
      });
    } finally {
      bare.remove();
    }
  });

  test.skipIf(process.getuid?.() === 0)(
    'an installation that others own (root may write everywhere)',
    async () => {
      const owned = readOnlyPackage('lib');
      const theirs = { packageDirectory: owned.directory, cacheDirectory: cacheWithLibrary('owned') };
      try {
        expect((await engineStatuses(theirs))[0]).toMatchObject({ remedy: 'npx netloom setup' });
        expect((await runSetup({ ...theirs, environment })).done).toHaveLength(2);
        expect((await engineStatuses({ ...theirs, probe: true }))[0]).toMatchObject({ state: 'ready' });
      } finally {
        owned.remove();
      }
    },
  );
});
