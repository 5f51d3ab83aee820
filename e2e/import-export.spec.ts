// The job of an engineer who is handed a model: it is dropped on the window, seen with exact figures, changed, and given on.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { layerNode } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { namelessControls, watchFaults } from './page-faults.ts';

/** Lets go of a file over the canvas, as a drag from the file manager does. */
async function dropFile(page: Page, file: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([bytes, name]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name));
      return data;
    },
    [[...readFileSync(file)], path.basename(file)] as const,
  );
  for (const type of ['dragover', 'drop'])
    await page.dispatchEvent('[data-canvas]', type, { dataTransfer: transfer });
}

const totals = (page: Page) =>
  page
    .getByRole('region', { name: 'Summary and problems' })
    .getByRole('region', { name: 'Totals of the network' });

// By hand, LeNet-5: 61,706 parameters. With 8 filters in its first convolution (5 × 5 × 1 + 1) × 8 = 208 instead of 156 and
// (5 × 5 × 8 + 1) × 16 = 3,216 instead of 2,416: 62,558.
test('a model is dropped, changed and given on', async ({ openPage, netloom, folder }) => {
  test.setTimeout(180_000);
  const made = await netloom(['new', 'lenet-5', '-o', 'made.netloom']);
  expect(made.code, made.stderr).toBe(0);
  const exported = await netloom(['export', 'onnx', 'made.netloom', '-o', 'digits.onnx', '--seed', '7']);
  expect(exported.code, exported.stderr).toBe(0);
  const page = await openPage('?template=perceptron');
  const faults = await watchFaults(page);
  await expect(page.locator('[data-layer]').first()).toBeVisible();

  await test.step('dropped on the canvas, it opens with a report', async () => {
    await dropFile(page, path.join(folder, 'digits.onnx'));
    const report = page.getByRole('dialog', { name: 'Import of digits.onnx' });
    await expect(report).toBeVisible({ timeout: 60_000 });
    await expect(report).toContainText('61,706 elements of weights');
    expect(await namelessControls(page)).toEqual([]);
    await report.getByRole('textbox', { name: 'Search the report' }).fill('conv1');
    await expect(report.getByRole('row').filter({ hasText: 'fc5' })).toHaveCount(0);
    await report.getByRole('button', { name: 'conv1', exact: true }).first().click();
    await expect(page).toHaveTitle('• digits – Netloom');
    await expect(page.getByRole('textbox', { name: 'filters' })).toHaveValue('6');
    await expect(totals(page)).toContainText('61,706');
  });

  await test.step('its weights are a run, in Train and in Try it', async () => {
    await page.getByRole('button', { name: 'Train', exact: true }).first().click();
    await expect(page.getByRole('complementary', { name: 'Results' })).toContainText('Imported weights');
    await page.getByRole('button', { name: 'Design', exact: true }).click();
  });

  await test.step('given back unchanged in other formats', async () => {
    await page.keyboard.press('Control+e');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('PyTorch code').click();
    await expect(dialog.getByRole('figure', { name: 'Preview of the source' })).toContainText('nn.Module');
    await dialog.getByText('Keras', { exact: true }).click();
    await expect(dialog.getByRole('combobox').first()).toContainText('Imported weights');
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('textbox', { name: 'File name' }).fill('given');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog).toContainText('Written', { timeout: 60_000 });
    expect(existsSync(path.join(folder, 'given.keras'))).toBe(true);
    await page.keyboard.press('Escape');
  });

  await test.step('changed and proven as ONNX', async () => {
    await layerNode(page, 'conv1').click();
    const filters = page.getByRole('textbox', { name: 'filters' });
    await filters.fill('8');
    await filters.press('Enter');
    await expect(totals(page)).toContainText('62,558');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('ONNX', { exact: true }).click();
    // The weights of the file are those of another first convolution now, which the second one reads; their biases: conv3's fits.
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('textbox', { name: 'File name' }).fill('changed');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog).toContainText('Written and confirmed', { timeout: 90_000 });
    await expect(dialog).toContainText('Fresh weights for conv1, conv3 (kernel): the run has none that fit.');
    await page.keyboard.press('Escape');
  });

  await test.step('the report can be seen again', async () => {
    await page.keyboard.press('Control+Shift+P');
    await page.getByRole('option', { name: 'Import report' }).click();
    await expect(page.getByRole('dialog', { name: 'Import of digits.onnx' })).toBeVisible();
    await page.keyboard.press('Escape');
  });
  expect(await faults()).toEqual([]);
});

test('a file that is no model is refused in a sentence, and the network stays', async ({
  openPage,
  folder,
}) => {
  const file = path.join(folder, 'page.onnx');
  writeFileSync(file, '<!doctype html><html></html>');
  const page = await openPage('?template=perceptron');
  await expect(page.locator('[data-layer]').first()).toBeVisible();
  await dropFile(page, file);
  const refusal = page.getByRole('dialog', { name: 'page.onnx was not imported' });
  await expect(refusal).toContainText('is a web page, not a model');
  await refusal.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.locator('[data-layer]').first()).toBeVisible();
});

test('layers become a block that is opened, changed and dissolved', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(totals(page)).toContainText('61,706');
  await layerNode(page, 'conv1').click();
  await layerNode(page, 'pool2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+Shift+B');
  const block = layerNode(page, 'block');
  await expect(page.locator('[data-canvas] > [role="status"]')).toHaveText(
    'block, block block, output 14 × 14 × 6',
  );
  await expect(block).toContainText('2 layers');
  await expect(block).toContainText('14 × 14 × 6');
  await expect(totals(page)).toContainText('61,706');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Open blocks' })).toBeVisible();
  await layerNode(page, 'conv1').click();
  const filters = page.getByRole('textbox', { name: 'filters' });
  await filters.fill('8');
  await filters.press('Enter');
  await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 8');
  await expect(totals(page)).toContainText('62,558');
  await page.getByRole('navigation', { name: 'Open blocks' }).getByText('lenet-5').click();
  await expect(block).toContainText('14 × 14 × 8');
  await block.click();
  await page.getByRole('button', { name: 'Dissolve' }).click();
  await expect(layerNode(page, 'block.conv1')).toContainText('28 × 28 × 8');
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Undo' }).click();
  await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 6');
  await expect(totals(page)).toContainText('61,706');
});
