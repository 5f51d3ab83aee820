import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setupPlace } from '../main/setup/place.ts';
import { expect, test } from './fixtures.ts';
import { OLD_ELECTRON } from './prepare.mjs';
import { ROOT } from './served-window.ts';

const output = mkdtempSync(path.join(tmpdir(), 'netloom-package-'));
const unpacked = path.join(output, 'linux-unpacked');

test.beforeAll(() => {
  test.setTimeout(300_000);
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'app/package.mjs'), '--linux', 'dir', '--output', output],
    { env: { ...process.env, NETLOOM_ELECTRON_DIST: OLD_ELECTRON }, encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
});
test.afterAll(() => rmSync(output, { recursive: true, force: true }));

test('the packaged app starts, opens a file, and its own service answers', async ({
  openDesktop,
  netloom,
  folder,
}) => {
  await netloom(['new', 'lenet-5', '-o', 'packaged.netloom']);
  const { app, page } = await openDesktop({
    executable: path.join(unpacked, 'netloom-desktop'),
    file: path.join(folder, 'packaged.netloom'),
  });
  await expect(page).toHaveTitle(/lenet-5.* – Netloom/);
  await expect(page.locator('body')).toContainText('61,706');
  await expect(page.locator('body')).toContainText(/TensorFlow|JavaScript/);
  expect(await app.evaluate(({ app: main }) => [main.isPackaged, main.getAppPath()])).toEqual([
    true,
    path.join(unpacked, 'resources/app.asar'),
  ]);
});

test('sets up native TensorFlow from the window, without a compiler and outside its own folder', async ({
  openDesktop,
  netloom,
  folder,
}) => {
  const cache = cacheWithLibrary(path.join(folder, 'cache'));
  const tfjsNode = path.join(unpacked, 'resources/app.asar.unpacked/node_modules/@tensorflow/tfjs-node');
  const before = readdirSync(tfjsNode, { recursive: true });
  await netloom(['new', 'lenet-5', '-o', 'packaged.netloom']);
  const { page } = await openDesktop({
    executable: path.join(unpacked, 'netloom-desktop'),
    file: path.join(folder, 'packaged.netloom'),
    environment: { NETLOOM_CACHE: cache, PATH: '' },
  });
  await expect(page.locator('body')).toContainText('Native TensorFlow is ready.', { timeout: 60_000 });
  expect(readdirSync(tfjsNode, { recursive: true })).toEqual(before);
});

/** A cache that holds the library of this machine and no addon. */
function cacheWithLibrary(cache: string): string {
  const { library } = setupPlace();
  const copy = path.join(cache, path.basename(library));
  cpSync(library, copy, {
    recursive: true,
    filter: file => path.dirname(file) !== path.join(library, 'lib'),
  });
  for (const name of readdirSync(path.join(library, 'lib')))
    symlinkSync(path.join(library, 'lib', name), path.join(copy, 'lib', name));
  return cache;
}

test("the package's own engines: JavaScript computes without any set-up", ({ environment }) => {
  const script = path.join(unpacked, 'resources/app.asar.unpacked/dist/node/cli.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '-e',
      `import(${JSON.stringify(pathToFileURL(script).href)}).then(cli => cli.run(['engines', '--format', 'json']))`,
    ],
    { env: environment, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: 'javascript', state: 'ready' }));
});
