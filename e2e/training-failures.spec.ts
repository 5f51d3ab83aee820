// What goes wrong while training, in the served window: each is a sentence there, the weights so far are kept, the window stays usable.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { readSafetensors } from '../main/runs/safetensors.ts';
import { layerNode } from './canvas-places.ts';
import { brokenFiles, isAlive, killHard, waitUntil } from './crash-checks.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';
import { epochsOf, recordOf, runFolders, upTo } from './run-files.ts';
import { action, openTrainView, resultsOf, runRows, setField, settingsOf } from './train-view.ts';
import { writeChain } from './written-network.ts';

const EPOCHS = 60;

const trainButton = (page: Page) => action(page, 'Train');

test('a killed worker is told in a sentence, and the run goes on to its end', async ({
  openPage,
  netloom,
  folder,
}) => {
  expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
  const page = await openPage('?open=spirals.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  await setField(page, 'epochs', String(EPOCHS));
  await trainButton(page).click();

  await waitUntil(() => epochsOf(runFolders(folder, 'spirals')[0] ?? folder).length >= 3);
  const [run = ''] = runFolders(folder, 'spirals');
  const { pid } = recordOf(run);
  await killHard(pid);

  const told = page.getByRole('status').filter({ hasText: 'The training process ended unexpectedly' });
  await expect(told).toContainText('signal SIGKILL; the system ends processes so when memory runs out');
  const { epochsDone: done } = recordOf(run);
  // Epochs of a few milliseconds share a checkpoint, so fewer than were told may be kept.
  expect(done).toBeGreaterThanOrEqual(1);
  expect(done).toBeLessThan(EPOCHS);
  await expect(told).toContainText(
    `The weights of epoch ${done} of ${EPOCHS} are kept; resume to go on from there.`,
  );
  await expect(runRows(page)).toHaveCount(1);
  await expect(runRows(page)).toContainText('interrupted');
  await expect(page.getByText(`${done} of ${EPOCHS} epochs`, { exact: true })).toBeVisible();
  expect(await brokenFiles(folder)).toEqual([]);

  await told.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(`${EPOCHS} of ${EPOCHS} epochs`, { exact: true })).toBeVisible({
    timeout: 40_000,
  });
  await expect(told).toHaveCount(0);
  await expect(runRows(page), 'the same run went on').toHaveCount(1);
  await expect(runRows(page)).not.toContainText('interrupted');
  expect(epochsOf(run)).toEqual(upTo(EPOCHS));
  expect(isAlive(pid)).toBe(false);
  expect(faults()).toEqual([]);
});

/**
 * A line through the points of logical and. In one batch of all training samples the largest eigenvalue of the loss's second
 * derivative, 2/n XᵀX with rows (a, b, 1), is about 3.4: a rate of 10,000 makes the weights some 34,000 times larger in each epoch,
 * and their squares leave the range of float32, 3.4e38, in the fourth or fifth.
 */
function writeExplosive(folder: string, learningRate: number): void {
  const nodes = {
    input: { type: 'InputLayer', parameters: { shape: [2] } },
    output: { type: 'Dense', parameters: { units: 1 } },
  };
  writeChain(folder, 'explosive', nodes, {
    dataset: 'and',
    batchSize: 400,
    epochs: 12,
    optimizer: { name: 'sgd', learning_rate: learningRate },
    outputs: { output: { loss: 'mean_squared_error' } },
  });
}

test('a loss that is no number ends the run with the remedy and the last good weights', async ({
  openPage,
  folder,
}) => {
  writeExplosive(folder, 10_000);
  const page = await openPage('?open=explosive.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const told = page.getByRole('alert').filter({ hasText: 'The loss is no longer a number' });

  await test.step('after some good epochs: their weights are kept and Resume is offered', async () => {
    await trainButton(page).click();
    await expect(told).toContainText(
      'Lower the learning rate (now 10000) or clip the gradients (clipnorm) and go on from there',
      {
        timeout: 30_000,
      },
    );
    const [run = ''] = runFolders(folder, 'explosive');
    const good = epochsOf(run).length;
    expect(good).toBeGreaterThanOrEqual(2);
    expect(good).toBeLessThan(6);
    await expect(told).toContainText(`in epoch ${good + 1}. The weights of epoch ${good} are kept.`);
    await expect(runRows(page)).toContainText('failed');
    await expect(told.getByRole('button', { name: 'Resume at rate 1000' })).toBeVisible();
    const { tensors, metadata } = await readSafetensors(path.join(run, 'weights.safetensors'));
    expect(metadata).toMatchObject({ epoch: String(good), batch: '0' });
    expect([...tensors.values()].every(({ data }) => data.every(Number.isFinite))).toBe(true);
    expect(await brokenFiles(folder)).toEqual([]);
  });

  await test.step('the same run goes on from there with clipped gradients', async () => {
    await told.getByRole('button', { name: 'Resume, clipped' }).click();
    await expect(page.getByText('12 of 12 epochs', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(told).toHaveCount(0);
    await expect(runRows(page)).toHaveCount(1);
    const [run = ''] = runFolders(folder, 'explosive');
    expect(recordOf(run).changes).toMatchObject([{ settings: { 'optimizer.clipnorm': 1 } }]);
    expect(epochsOf(run)).toEqual(upTo(12));
  });

  await test.step('in the first epoch: nothing is kept, and nothing to resume is offered', async () => {
    await setField(page, 'learning_rate', '1e30');
    await trainButton(page).click();
    await expect(told).toContainText('in epoch 1. No weights were kept', { timeout: 30_000 });
    await expect(told).toContainText('(now 1e+30)');
    await expect(runRows(page)).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  });

  await test.step('the remedy helps', async () => {
    await setField(page, 'learning_rate', '0.1');
    await trainButton(page).click();
    await expect(page.getByText('12 of 12 epochs', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expect(told).toHaveCount(0);
    await expect(runRows(page)).toHaveCount(3);
    await expect(page.getByText(/^Test: /)).toBeVisible();
  });
  expect(faults()).toEqual([]);
});

// By hand: (784 + 1) x 40,000,000 + (40,000,000 + 1) x 10 = 31,800,000,010 weights; SGD keeps a weight and its gradient, 4 bytes
// each: 254,400,000,080 bytes = 236.9 GB (of 2^30 bytes). A sample has 784 + 784 + 40,000,000 + 10 values, each with its gradient
// of 4 bytes as well: 320,012,624 bytes = 305.2 MB.
const TOO_LARGE =
  /^Training needs about 237\.2 GB \(weights, gradients and optimizer 236\.9 GB, a batch of 1 305\.2 MB\); [\d.,]+ [GM]B are free\. Make the network smaller\.$/;

test('a network larger than the memory is refused with the figures before a run begins', async ({
  openPage,
  netloom,
  folder,
}) => {
  const nodes = {
    input: { type: 'InputLayer', parameters: { shape: [28, 28, 1] } },
    flatten: { type: 'Flatten' },
    hidden: { type: 'Dense', parameters: { units: 40_000_000, activation: 'relu' } },
    output: { type: 'Dense', parameters: { units: 10, activation: 'softmax' } },
  };
  writeChain(folder, 'wide', nodes, {
    dataset: 'mnist',
    batchSize: 1,
    epochs: 1,
    optimizer: { name: 'sgd' },
  });

  const page = await openPage('?open=wide.netloom');
  await openTrainView(page);
  await trainButton(page).click();
  const told = page.getByRole('alert').filter({ hasText: 'Training needs' });
  await expect(told).toHaveText(TOO_LARGE);
  await expect(resultsOf(page).getByText('None yet.')).toBeVisible();
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toHaveCount(0);
  await expect(trainButton(page)).toBeEnabled();

  const { code, stdout, stderr } = await netloom(['train', 'wide.netloom']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const [, sentence] = /^netloom: (.*) \[engine\.memory\]\n$/.exec(stderr) ?? [];
  expect(sentence, stderr).toMatch(TOO_LARGE);
  expect(runFolders(folder, 'wide'), 'nothing was begun').toEqual([]);
});

test('a data set that does not fit is told with both shapes, and one click makes it fit', async ({
  openPage,
}) => {
  const page = await openPage('?template=lenet-5-32');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const settings = settingsOf(page);
  await settings.getByRole('combobox', { name: 'Data set' }).selectOption('mnist');
  const told = settings.getByRole('status');
  await expect(told).toContainText(
    'The data set "Handwritten digits (MNIST)" (mnist) gives samples of 28 × 28 × 1, but the input "input" takes 32 × 32 × 1.',
  );
  await expect(trainButton(page)).toBeDisabled();
  await told.getByRole('button', { name: 'Set the input "input" to 28 × 28 × 1' }).click();
  await expect(settings.getByText('Fits this network.')).toBeVisible();
  await expect(told).toHaveCount(0);
  await expect(trainButton(page)).toBeEnabled();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Design' }).click();
  // 5 x 5 without padding twice, halved twice: 28, 24, 12, 8, 4.
  await expect(layerNode(page, 'pool4')).toContainText('4 × 4 × 16');
  expect(faults()).toEqual([]);
});
