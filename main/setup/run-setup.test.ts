import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SetupProgress } from '../../shared/contract/engines.ts';
import { copiedPackage } from './copied-package.test-support.ts';
import { engineStatuses } from './engine-statuses.ts';
import { announcedBytes, requireSpace } from './fetch-wheels.ts';
import { inspect, isComplete } from './inspect.ts';
import { setupPlace } from './place.ts';
import { runSetup } from './run-setup.ts';

const real = setupPlace();
const ready = isComplete(await inspect(real));
// On the disk of the real cache, where there is room for a library.
mkdirSync(real.cache, { recursive: true });
const folder = mkdtempSync(join(real.cache, 'test-'));
const cacheDirectory = join(folder, 'cache');
const copy = copiedPackage();
const options = { packageDirectory: copy.directory, cacheDirectory };
const place = setupPlace(options);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  copy.remove();
});

/** Nothing of an unfinished set-up may stay. */
function leftovers(): string[] {
  const package_ = [place.tfjsNode, join(place.installedAddon, '..')]
    .filter(existsSync)
    .flatMap(path => readdirSync(path));
  const cache = existsSync(place.cache) ? readdirSync(place.cache) : [];
  return [...cache, ...package_].filter(name =>
    /^work$|^setup\.lock|^(deps|tfjs_binding\.node)\./.test(name),
  );
}

test('an empty PATH: a sentence and a code, and nothing is left behind', async () => {
  await expect(runSetup({ ...options, environment: { PATH: '' } })).rejects.toMatchObject({
    code: 'setup.no-installer',
  });
  expect(leftovers()).toEqual([]);
  expect((await engineStatuses(options))[0]).toMatchObject({ state: 'missing', remedy: 'npx netloom setup' });
});

test('cancelled before it begins', async () => {
  const signal = AbortSignal.abort();
  await expect(runSetup({ ...options, signal })).rejects.toMatchObject({ code: 'setup.cancelled' });
});

test('a cache folder that cannot be made is refused with the way out', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(runSetup({ ...options, cacheDirectory: join(file, 'cache') })).rejects.toMatchObject({
    code: 'setup.cannot-write',
    message: expect.stringContaining('NETLOOM_CACHE'),
  });
});

test('a disk that is too small is refused with both figures', async () => {
  await expect(requireSpace(place, folder, 4e18)).rejects.toMatchObject({
    code: 'setup.no-space',
    message: expect.stringMatching(/4,000,000,000,000 MB .* has [\d,]+ MB free/),
  });
});

test("reads the size from pip's and uv's words", () => {
  expect(announcedBytes('  Downloading tensorflow_cpu-2.21.0-cp311.whl (273.8 MB)')).toBe(273_800_000);
  expect(announcedBytes('Downloading tensorflow-cpu (261.5MiB)')).toBe(261.5 * 1024 * 1024);
  expect(announcedBytes('Collecting tensorflow-cpu==2.21.0')).toBeNull();
});

describe.skipIf(!ready)(
  'with TensorFlow in the cache (not run where it is not set up: npx netloom setup)',
  () => {
    beforeAll(() => {
      mkdirSync(join(place.library, 'lib'), { recursive: true });
      for (const name of readdirSync(join(real.library, 'lib'))) {
        symlinkSync(join(real.library, 'lib', name), join(place.library, 'lib', name));
      }
      cpSync(join(real.library, 'include'), join(place.library, 'include'), { recursive: true });
      cpSync(join(real.library, 'marker.json'), join(place.library, 'marker.json'));
      cpSync(real.addon, place.addon, { recursive: true });
    });

    test('after `npm ci` it only puts things into place; then there is nothing to do', async () => {
      const progress: SetupProgress[] = [];
      const result = await runSetup({ ...options, onProgress: message => progress.push(message) });
      expect(result).toMatchObject({ version: '2.21.0', done: ['Putting it into place', 'Trying it out'] });
      expect(progress.map(({ step, steps }) => `${step}/${steps}`)).toEqual(['1/2', '2/2']);
      expect((await runSetup(options)).done).toEqual([]);
      expect((await engineStatuses({ ...options, probe: true }))[0]).toMatchObject({
        state: 'ready',
        version: '2.21.0',
      });
      expect(leftovers()).toEqual([]);
    });

    test('a shortened addon is damaged, and built anew', { timeout: 180_000 }, async () => {
      truncateSync(join(place.addon, basename(place.installedAddon)), 1000);
      // As if it had been killed while linking, too.
      mkdirSync(join(place.tfjsNode, 'deps.123-abc'));
      expect((await engineStatuses(options))[0]).toMatchObject({
        state: 'damaged',
        remedy: 'npx netloom setup',
      });
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 1500);
      await expect(runSetup({ ...options, signal: stop.signal })).rejects.toMatchObject({
        code: 'setup.cancelled',
      });
      expect(leftovers()).toEqual(['deps.123-abc']);
      const [first, second] = await Promise.all([runSetup(options), runSetup(options)]);
      expect([first.done.length, second.done.length].sort()).toEqual([0, 3]);
      expect((await engineStatuses({ ...options, probe: true }))[0]).toMatchObject({ state: 'ready' });
    });

    test('a shortened library is damaged, and fetched again', { timeout: 300_000 }, async () => {
      const wheels = makeWheel();
      const library = join(place.library, 'lib', 'libtensorflow_cc.so.2');
      // The link goes first: the real library behind it must stay as it is.
      rmSync(library);
      writeFileSync(library, Buffer.alloc(1000));
      expect((await engineStatuses(options))[0]).toMatchObject({
        state: 'damaged',
        detail: expect.stringContaining('libtensorflow_cc.so.2'),
      });
      const offline = { ...process.env, PIP_NO_INDEX: '1', PIP_RETRIES: '0' };
      await expect(
        runSetup({ ...options, environment: { ...offline, PIP_FIND_LINKS: '' } }),
      ).rejects.toMatchObject({
        code: 'setup.no-network',
      });
      const { done } = await runSetup({ ...options, environment: { ...offline, PIP_FIND_LINKS: wheels } });
      expect(done).toEqual(['Downloading TensorFlow 2.21.0', 'Unpacking TensorFlow 2.21.0', 'Trying it out']);
      expect((await engineStatuses({ ...options, probe: true }))[0]).toMatchObject({ state: 'ready' });
      expect(leftovers()).toEqual([]);
    });
  },
);

/** Makes a wheel of the real library, stored uncompressed, so that pip can fetch it without a network. */
function makeWheel(): string {
  const wheels = join(folder, 'wheels');
  mkdirSync(wheels);
  const script = `
import os, sys, zipfile
library, wheels = sys.argv[1:]
name = 'tensorflow_cpu-2.21.0'
with zipfile.ZipFile(f'{wheels}/{name}-cp311-cp311-manylinux_2_27_x86_64.whl', 'w') as wheel:
    record = ''
    for folder, _, files in os.walk(library):
        for file in files:
            path = os.path.join(folder, file)
            inner = os.path.relpath(path, library)
            if inner != 'marker.json':
                inner = 'tensorflow/' + (inner[4:] if inner.startswith('lib/') else inner)
                wheel.write(path, inner)
                record += inner + ',,\\n'
    wheel.writestr(f'{name}.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: tensorflow-cpu\\nVersion: 2.21.0\\n')
    wheel.writestr(f'{name}.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: cp311-cp311-manylinux_2_27_x86_64\\n')
    wheel.writestr(f'{name}.dist-info/RECORD', record)
`;
  execFileSync('python3', ['-c', script, real.library, wheels]);
  return wheels;
}
