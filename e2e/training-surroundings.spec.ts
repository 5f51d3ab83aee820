// What goes wrong around a training, in the served window on native TensorFlow: the disk, the data, the worker's own words. Each is a sentence,
// the last checkpoint is whole, and Resume goes on once the cause is mended.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { RunFolder } from '../main/runs/run-folder.ts';
import { brokenFiles, waitUntil } from './crash-checks.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';
import { epochsOf, recordOf, runFolders, upTo } from './run-files.ts';
import { startServed } from './served-window.ts';
import { action, allDone, openTrainView, runRows, setField } from './train-view.ts';
import { writeChain } from './written-network.ts';

/** Writes a network of 67,074 weights for two numbers, more for pictures, that learns some data. */
function writeNetwork(folder: string, name: string, shape: readonly number[], training: object): void {
  const wide = { type: 'Dense', parameters: { units: 256, activation: 'relu' } };
  const nodes = {
    input: { type: 'InputLayer', parameters: { shape } },
    flat: { type: 'Flatten' },
    wide,
    deep: wide,
    output: { type: 'Dense', parameters: { units: 2, activation: 'softmax' } },
  };
  writeChain(folder, name, nodes, training);
}

/** Trains and waits until some epochs are told and a checkpoint is kept. Answers the run's folder. */
async function trainAwhile(page: Page, folder: string, name: string): Promise<string> {
  await action(page, 'Train').click();
  await waitUntil(() => {
    const [run = folder] = runFolders(folder, name);
    return epochsOf(run).length >= 3 && existsSync(path.join(run, 'weights.safetensors'));
  });
  const [run = ''] = runFolders(folder, name);
  expect(recordOf(run).engine.name).toBe('tensorflow');
  return run;
}

/** Makes sure that a run is interrupted and its last checkpoint whole. */
async function expectKept(page: Page, run: string, epochs: number): Promise<void> {
  await expect(runRows(page)).toHaveCount(1);
  await expect(runRows(page)).toContainText('interrupted');
  const kept = (await new RunFolder(run).readCheckpoint())?.position.epoch ?? 0;
  // Figures are written before the checkpoint of their epoch, which may be the one that was broken off.
  expect(kept).toBeGreaterThanOrEqual(1);
  expect(kept).toBeLessThan(epochs);
  expect(await brokenFiles(run)).toEqual([]);
}

/** Resumes beside the sentence and waits for the end. */
async function goOn(page: Page, told: Locator, run: string, epochs: number): Promise<void> {
  await told.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(allDone(page, epochs)).toBeVisible({ timeout: 40_000 });
  await expect(runRows(page), 'the same run went on').toHaveCount(1);
  await expect(runRows(page)).not.toContainText('interrupted');
  expect(epochsOf(run)).toEqual(upTo(epochs));
  expect(await brokenFiles(run)).toEqual([]);
}

test('a disk that becomes full while a checkpoint is written', async ({ openPage, folder }) => {
  test.skip(process.platform !== 'linux', 'prlimit limits a running process on Linux alone');
  const EPOCHS = 1_000;
  // 67,074 weights of 4 bytes, and two slots of Adam for each: 0.27 MB and 0.54 MB.
  writeNetwork(folder, 'full', [2], { dataset: 'spirals', batchSize: 100, epochs: EPOCHS });
  const page = await openPage('?open=full.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const run = await trainAwhile(page, folder, 'full');
  // Room for the figures, and for a part of the optimizer's state.
  execFileSync('prlimit', ['--pid', String(recordOf(run).pid), '--fsize=200000']);
  const told = page.getByRole('status').filter({ hasText: 'The disk is full' });
  await expect(told).toContainText(
    /could not be written .* The last checkpoint is whole: free some space and resume\./,
  );
  expect(recordOf(run)).toMatchObject({ status: 'interrupted', code: 'run.disk-full' });
  await expectKept(page, run, EPOCHS);
  await goOn(page, told, run, EPOCHS);
  expect(faults()).toEqual([]);
});

test('a limit on memory that a run exceeds', async ({ openPage, folder }) => {
  const EPOCHS = 1_000;
  writeNetwork(folder, 'limited', [2], { dataset: 'spirals', batchSize: 100, epochs: EPOCHS });
  const page = await openPage('?open=limited.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const run = await trainAwhile(page, folder, 'limited');
  await action(page, 'Stop').click();
  await expect(runRows(page)).toContainText('stopped');
  // The library alone takes more.
  await setField(page, 'memory limit, MB', '80');
  await action(page, 'Resume').click();
  const told = page.getByRole('status').filter({ hasText: 'more than its limit of 80 MB' });
  await expect(told).toContainText('The weights so far are kept: resume with a higher limit');
  expect(recordOf(run)).toMatchObject({ status: 'interrupted', code: 'run.memory-limit' });
  await expectKept(page, run, EPOCHS);
  await setField(page, 'memory limit, MB', '0');
  await goOn(page, told, run, EPOCHS);
  expect(faults()).toEqual([]);
});

test('pictures that vanish while they are read', async ({ openPage, folder }) => {
  const EPOCHS = 40;
  const pictures = path.join(folder, 'pictures');
  // 120 pictures of 32 x 32 x 3 values of 4 bytes are 1.5 MB, beyond the budget of 1 MB: they are read again in each epoch.
  for (const [kind, red] of [
    ['dark', 40],
    ['light', 200],
  ] as const) {
    mkdirSync(path.join(pictures, kind), { recursive: true });
    for (const i of upTo(60)) {
      const background = { r: red, g: (i * 37) % 256, b: (i * 91) % 256 };
      await sharp({ create: { width: 32, height: 32, channels: 3, background } })
        .png()
        .toFile(path.join(pictures, kind, `${i}.png`));
    }
  }
  writeNetwork(folder, 'vanish', [32, 32, 3], {
    dataset: 'pictures',
    batchSize: 16,
    epochs: EPOCHS,
    data: { memoryBudget: 1 },
  });
  const page = await openPage('?open=vanish.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const run = await trainAwhile(page, folder, 'vanish');
  const light = path.join(pictures, 'light');
  renameSync(light, `${folder}-light`);
  const told = page.getByRole('status').filter({ hasText: 'can no longer be read' });
  await expect(told).toContainText(/The last checkpoint is kept; resume when the data are back\./);
  expect(recordOf(run)).toMatchObject({ status: 'interrupted', code: 'dataset.vanished' });
  await expectKept(page, run, EPOCHS);
  renameSync(`${folder}-light`, light);
  await goOn(page, told, run, EPOCHS);
  expect(faults()).toEqual([]);
});

test('a worker that tells nonsense', async ({ environment, folder, context }) => {
  const EPOCHS = 60;
  writeNetwork(folder, 'strange', [2], { dataset: 'spirals', batchSize: 100, epochs: EPOCHS });
  // Puts another word for an epoch's number into what the training worker says, as long as a file is there.
  const script = path.join(path.dirname(folder), 'nonsense.cjs');
  const nonsense = path.join(path.dirname(folder), 'nonsense');
  writeFileSync(
    script,
    `const { existsSync } = require('node:fs');
     if (/[\\\\/]worker\\.mjs$/.test(process.argv[1] ?? '')) {
       const send = process.send.bind(process);
       process.send = (message, ...more) =>
         send(message.epoch > 4 && existsSync(${JSON.stringify(nonsense)}) ? { ...message, epoch: 'many' } : message, ...more);
     }`,
  );
  writeFileSync(nonsense, '');
  const served = await startServed({
    folder,
    environment: { ...environment, NODE_OPTIONS: `--require=${script}` },
  });
  try {
    const page = await context.newPage();
    await page.goto(served.address.replace('/#', '/?open=strange.netloom#'));
    const faults = await watchFaults(page);
    await openTrainView(page);
    const run = await trainAwhile(page, folder, 'strange');
    const told = page.getByRole('status').filter({ hasText: 'does not understand' });
    await expect(told).toContainText(
      'The training process told something that Netloom does not understand, so it was ended. Its last checkpoint is kept: resume to go on from there.',
    );
    expect(recordOf(run)).toMatchObject({ status: 'interrupted', code: 'run.worker' });
    await expectKept(page, run, EPOCHS);
    rmSync(nonsense);
    await goOn(page, told, run, EPOCHS);
    expect(faults()).toEqual([]);
  } finally {
    await served.close();
  }
});
