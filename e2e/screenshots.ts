// The pictures of the documentation, from the real window: `npm run screenshots` writes docs/images.
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { ROOT } from './served-window.ts';

const IMAGES = path.join(ROOT, 'docs/images');
/** What a picture may weigh, in bytes: they live in the repository. */
const LARGEST = 400_000;

async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  // A hovered wire or a tooltip would be in the picture; so would a notice that is about to go.
  await page.mouse.move(560, 22);
  await expect(
    page.getByRole('button', { name: 'Close', exact: true }).and(page.locator('[role="status"] *')),
  ).toHaveCount(0);
  await page.waitForTimeout(400);
  const file = path.join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  expect(statSync(file).size, `${name}.png`).toBeLessThan(LARGEST);
}

for (const scheme of ['light', 'dark'] as const)
  test(`design, ${scheme}`, async ({ openPage }) => {
    const page = await openPage('?template=alexnet-227');
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator('[data-layer="conv1"]').click();
    await expect(page.getByText('34,944').first()).toBeVisible();
    await shoot(page, `design-${scheme}`);
  });

test('ResNet-34', async ({ openPage }) => {
  const page = await openPage();
  await page.getByRole('dialog', { name: 'Templates' }).press('Escape');
  // A large network gets the room of the panels at the left and below.
  await page.keyboard.press('Alt+p');
  await page.keyboard.press('Alt+s');
  await page.getByRole('button', { name: 'Templates', exact: true }).click();
  await page.getByText('ResNet-34', { exact: true }).click();
  await expect(page.getByText('21,814,696').first()).toBeVisible();
  await shoot(page, 'resnet-34-light');
});

test('the gallery', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(page.getByText('61,706').first()).toBeVisible();
  await page.getByRole('button', { name: 'Templates', exact: true }).click();
  await expect(page.getByText(/layers · 61,706 parameters/).first()).toBeVisible();
  await expect(page.getByText(/layers · 8,062,504 parameters/)).toBeAttached();
  await shoot(page, 'gallery-light');
});

test('training', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(page.getByText('61,706').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Epoch 8 of 10')).toBeVisible({ timeout: 120_000 });
  await shoot(page, 'training-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'training-dark');
});
