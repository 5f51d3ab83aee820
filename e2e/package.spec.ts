import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

test('the package brings all that its commands read: JavaScript engine, ONNX Runtime, digits, faces of pictures', ({
  environment,
  folder,
}) => {
  test.setTimeout(120_000);
  const script = path.join(unpacked, 'resources/app.asar.unpacked/dist/node/cli.mjs');
  const launcher = path.join(folder, 'packaged-netloom.mjs');
  writeFileSync(
    launcher,
    `import(${JSON.stringify(pathToFileURL(script).href)}).then(cli => cli.run(process.argv.slice(2)));`,
  );
  const run = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...words], {
      cwd: folder,
      env: { ...environment, NETLOOM_CACHE: path.join(folder, 'empty-cache') },
      encoding: 'utf8',
    });
    expect(status, `${words.join(' ')}: ${stderr}`).toBe(0);
    return stdout;
  };
  expect(JSON.parse(run('engines', '--format', 'json'))).toContainEqual(
    expect.objectContaining({ name: 'javascript', state: 'ready' }),
  );
  run('new', 'xor-mlp', '-o', 'xor.netloom');
  run('train', 'xor.netloom', '--engine', 'javascript', '--epochs', '1', '-o', 'run');
  expect(JSON.parse(run('export', 'onnx', 'xor.netloom', '-o', 'xor.onnx', '--run', 'run'))).toMatchObject({
    verified: true,
  });
  run('export', 'png', 'xor.netloom', '-o', 'xor.png');
  run('new', 'lenet-5', '-o', 'digits.netloom');
  run(
    'train',
    'digits.netloom',
    '--engine',
    'javascript',
    '--epochs',
    '1',
    '--set',
    'training.split=[0.01,0.01,0.98]',
    '-o',
    'digits-run',
  );
});
