// The main job by mouse: a new user opens LeNet-5, changes it, sees the figures follow, trains it on real digits on native
// TensorFlow, and keeps an ONNX file that ONNX Runtime has confirmed.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { drag, layerNode, middle, port } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { namelessControls, watchFaults } from './page-faults.ts';
import { settingsOf } from './train-view.ts';

// By hand, LeNet-5 with 8 filters in its first convolution, (kernel height x width x channels + bias) x filters:
//   conv1   (5 x 5 x 1 + 1) x 8    =    208     multiply-adds 28 x 28 x 8 x 25      = 156,800
//   conv3   (5 x 5 x 8 + 1) x 16   =  3,216                   10 x 10 x 16 x 25 x 8 = 320,000
//   fc5     (400 + 1) x 120        = 48,120                   400 x 120             =  48,000
//   fc6     (120 + 1) x 84         = 10,164                   120 x 84              =  10,080
//   output  (84 + 1) x 10          =    850                   84 x 10               =     840
const PARAMETERS = 208 + 3216 + 48_120 + 10_164 + 850;
const MULTIPLY_ADDS = 156_800 + 320_000 + 48_000 + 10_080 + 840;

const totals = (page: Page) =>
  page
    .getByRole('region', { name: 'Summary and problems' })
    .getByRole('region', { name: 'Totals of the network' });

test('from a template to a trained, confirmed ONNX file', async ({ openPage, netloom, folder }) => {
  test.setTimeout(300_000);
  const page = await openPage();
  const faults = await watchFaults(page);

  await test.step('the template', async () => {
    await page.getByRole('dialog', { name: 'Templates' }).getByText('LeNet-5', { exact: true }).click();
    await expect(page).toHaveTitle('lenet-5 – Netloom');
    await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 6');
    await expect(totals(page)).toContainText('61,706');
    expect(await namelessControls(page)).toEqual([]);
  });

  await test.step('a change in the inspector, and every figure follows', async () => {
    await layerNode(page, 'conv1').click();
    const filters = page.getByRole('textbox', { name: 'filters' });
    await expect(filters).toHaveValue('6');
    await filters.fill('0');
    await expect(page.getByRole('alert').filter({ hasText: 'filters' })).toBeVisible();
    await expect(layerNode(page, 'conv1'), 'a refused value changes nothing').toContainText('156');
    await filters.fill('8');
    await filters.press('Enter');
    await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 8');
    await expect(layerNode(page, 'conv1')).toContainText('208');
    await expect(layerNode(page, 'pool2')).toContainText('14 × 14 × 8');
    await expect(layerNode(page, 'conv3')).toContainText('3,216');
    await expect(page.getByText('(5 × 5 × 1 + 1) × 8 = 208')).toBeVisible();
    await expect(totals(page)).toContainText('62,558');
    await expect(totals(page)).toContainText('535.7 k');
  });

  await test.step('a layer dropped on a wire is inserted', async () => {
    await page.getByRole('textbox', { name: 'Search layers' }).fill('dropout');
    const entry = page.getByRole('navigation', { name: 'Layers' }).getByText('Dropout', { exact: true });
    const out = await middle(port(page, 'fc6', 'out'));
    const into = await middle(port(page, 'output', 'in'));
    await drag(page, await middle(entry), { x: out.x, y: (out.y + into.y) / 2 });
    await expect(layerNode(page, 'dropout')).toContainText('rate 0.5');
    await expect(page.locator('[data-id="fc6>dropout"], [data-id^="fc6"][data-id*="dropout"]')).toHaveCount(
      1,
    );
    await expect(layerNode(page, 'dropout')).toContainText('84');
    await expect(totals(page)).toContainText('62,558');
  });

  await test.step('undo and redo', async () => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(layerNode(page, 'dropout')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(totals(page)).toContainText('61,706');
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect(totals(page)).toContainText('62,558');
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect(layerNode(page, 'dropout')).toBeVisible();
  });

  await test.step('a wire that cannot be is refused with the reason', async () => {
    await drag(page, await middle(port(page, 'flatten', 'out')), await middle(port(page, 'conv1', 'in')));
    const notice = page.getByRole('status').filter({ hasText: /loop/ });
    await expect(notice).toContainText('conv1');
    await notice.getByRole('button', { name: 'Close' }).click();
    await expect(totals(page)).toContainText('62,558');
  });

  await test.step('saved under a name', async () => {
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
    await page.getByRole('button', { name: 'Commands' }).click();
    await page.getByRole('option', { name: /Save as/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'File name' }).fill('digits');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
    const summary = await netloom(['summary', 'digits.netloom', '--format', 'json']);
    expect(summary.code, summary.stderr).toBe(0);
    expect(JSON.parse(summary.stdout).totals).toMatchObject({ params: PARAMETERS, macs: MULTIPLY_ADDS });
  });

  await test.step('a learning rate found, used, and taken back', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
    const rate = settingsOf(page).getByRole('textbox', { name: 'learning_rate' });
    await expect(rate).toHaveValue('0.001');
    const find = settingsOf(page).getByRole('button', { name: 'Find learning rate…' });
    await find.click();
    const dialog = page.getByRole('dialog', { name: 'Find learning rate' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(rate, 'a search that was cancelled changes nothing').toHaveValue('0.001');
    await find.click();
    const lowest = dialog.getByText(/^The loss was lowest at/);
    await expect(lowest).toBeVisible({ timeout: 60_000 });
    const use = dialog.getByRole('button', { name: /^Use / });
    const found = ((await use.textContent()) ?? '').replace('Use ', '');
    const best = Number(/lowest at ([\d.e-]+)\. /.exec((await lowest.textContent()) ?? '')?.[1]);
    expect(Number(found) / best, 'a tenth of the rate with the lowest loss').toBeCloseTo(0.1, 2);
    const curve = dialog.getByRole('slider', { name: 'Loss, by learning rate' });
    expect(Number(await curve.getAttribute('aria-valuemax'))).toBeGreaterThan(best);
    expect(await namelessControls(page)).toEqual([]);
    await use.click();
    await expect(dialog).toHaveCount(0);
    await expect(rate).toHaveValue(found);
    await page.keyboard.press('Control+z');
    await expect(rate).toHaveValue('0.001');
  });

  await test.step('one layer learns more slowly, in the inspector and in the list of the training', async () => {
    const views = page.getByRole('navigation', { name: 'Views' });
    await views.getByRole('button', { name: 'Design' }).click();
    await layerNode(page, 'conv1').click();
    const factor = page.getByRole('textbox', { name: 'rate factor' });
    await expect(factor).toHaveValue('1');
    await factor.fill('0.5');
    await factor.press('Enter');
    await expect(page.getByText('Learns at a rate of 0.0005.')).toBeVisible();
    await views.getByRole('button', { name: 'Train' }).click();
    const settings = settingsOf(page);
    await settings.getByRole('button', { name: /^Rates of layers/ }).click();
    await expect(settings.getByRole('textbox', { name: 'Factor of conv1' })).toHaveValue('0.5');
    const pattern = settings.getByRole('textbox', { name: 'Layers of a new rate' });
    await pattern.fill('fc*');
    await pattern.press('Enter');
    await expect(settings.getByText('2 layers with weights')).toBeVisible();
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
    const saved = JSON.parse(readFileSync(path.join(folder, 'digits.netloom'), 'utf8'));
    expect(saved.training.layerRates, 'the field that the command line writes').toEqual({
      conv1: 0.5,
      'fc*': 0.1,
    });
    await settings.getByRole('button', { name: 'Remove the rate of fc*' }).click();
    await expect(settings.getByRole('textbox', { name: 'Factor of fc*' })).toHaveCount(0);
  });

  await test.step('trained on real digits, live', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
    const settings = page.getByRole('complementary', { name: 'Training settings' });
    await settings.getByRole('textbox', { name: 'epochs' }).fill('2');
    await settings.getByRole('textbox', { name: 'epochs' }).press('Enter');
    await expect(settings.getByRole('combobox', { name: 'Engine' })).toHaveValue('tensorflow');
    // The action, not the view of the same name in the navigation.
    await page.locator('header > div').getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByText('Epoch 2 of 2')).toBeVisible({ timeout: 60_000 });
    // While the second epoch is trained, the first stands in the curves and the bar has passed the half.
    await expect(page.getByRole('region', { name: 'Accuracy' })).toContainText(/training \d/);
    await expect(page.getByRole('region', { name: 'Loss' })).toContainText(/validation \d/);
    await expect(page.getByText('2 of 2 epochs', { exact: true })).toBeVisible({ timeout: 60_000 });
    const result = page.getByText(/^Test: /);
    await expect(result).toBeVisible();
    const accuracy = Number(/([\d.]+) %/.exec((await result.textContent()) ?? '')?.[1]);
    expect(accuracy).toBeGreaterThan(85);
    expect(await namelessControls(page)).toEqual([]);
  });

  await test.step('exported with the weights of the run, and confirmed', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
    const weights = dialog.getByRole('combobox', { name: 'weights' });
    await expect(weights, 'the run that was just trained is offered').toHaveValue(/digits\.runs/);
    expect(await namelessControls(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Export…' }).click();
    const files = page.getByRole('dialog', { name: 'Export to' });
    await expect(files.getByRole('textbox', { name: 'File name' })).toHaveValue('lenet-5.onnx');
    await files.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText('Written and confirmed')).toBeVisible({ timeout: 60_000 });
    const measured = (await dialog.getByText(/^Relative difference/).textContent()) ?? '';
    expect(Number(/Relative difference ([\d.e+-]+)/.exec(measured)?.[1])).toBeLessThan(1e-4);
    expect(measured).toContain('onnxruntime');
  });

  await test.step('the file recognizes digits in ONNX Runtime', async () => {
    const file = path.join(folder, 'lenet-5.onnx');
    expect(existsSync(file)).toBe(true);
    expect(await shareRecognized(file)).toBeGreaterThan(0.85);
  });

  expect(faults()).toEqual([]);
});

/** Runs the model on 50 real digits of each kind; returns the share that it recognizes. */
async function shareRecognized(file: string): Promise<number> {
  const perDigit = 50;
  const digits = path.join(path.dirname(createRequire(import.meta.url).resolve('mnist')), 'digits');
  const pixels = Array.from({ length: 10 }, (_, digit) => {
    const { data }: { data: number[] } = JSON.parse(readFileSync(path.join(digits, `${digit}.json`), 'utf8'));
    return data.slice(0, perDigit * 784);
  });
  const session = await InferenceSession.create(file);
  const [input = ''] = session.inputNames;
  const images = new Tensor('float32', Float32Array.from(pixels.flat()), [10 * perDigit, 28, 28, 1]);
  const answers = await session.run({ [input]: images });
  const scores = answers[session.outputNames[0] ?? '']?.data as Float32Array;
  let right = 0;
  for (let image = 0; image < 10 * perDigit; image++) {
    const own = scores.slice(image * 10, image * 10 + 10);
    if (own.indexOf(Math.max(...own)) === Math.floor(image / perDigit)) right++;
  }
  return right / (10 * perDigit);
}
