// The main job in the Electron window: template, change, figures, training, confirmed export. The long journey runs in chromium.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { layerNode } from './canvas-places.ts';
import { answerDialogs, expect, test } from './fixtures.ts';

test('from a template to a trained, confirmed ONNX file, on the desktop', async ({ openDesktop, folder }) => {
  test.setTimeout(180_000);
  const { app, page, mouse } = await openDesktop();
  await expect(page.getByRole('dialog', { name: 'Templates' })).toBeVisible();
  await page.keyboard.type('lenet');
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('lenet-5 – Netloom');
  await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 6');

  // (5 x 5 x 1 + 1) x 8 = 208 in the first convolution, 62,558 in all: the chromium journey counts it out.
  await mouse.click('[data-layer="conv1"]');
  const filters = page.getByRole('textbox', { name: 'filters' });
  await filters.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 8');
  await expect(layerNode(page, 'conv1')).toContainText('208');
  await expect(page.getByText('62,558').first()).toBeVisible();

  const saved = path.join(folder, 'desktop.netloom');
  await answerDialogs(app, { save: saved });
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
  expect(existsSync(saved)).toBe(true);

  await mouse.click('nav button:has-text("Train")');
  const epochs = page.getByRole('textbox', { name: 'epochs' });
  await epochs.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('1 of 1 epochs', { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/^Test: /)).toContainText('%');

  const exported = path.join(folder, 'desktop.onnx');
  await answerDialogs(app, { save: exported });
  await mouse.click('button:has-text("Export")');
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await expect(dialog).toBeVisible();
  await mouse.click('button:has-text("Export…")');
  await expect(dialog.getByText('Written and confirmed')).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText(/^Relative difference/)).toContainText('onnxruntime');
  expect(existsSync(exported)).toBe(true);
});
