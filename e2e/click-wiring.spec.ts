// Wires drawn by clicks: a port, then another. With Ctrl a chain of them, and new layers on the way.
import type { Locator, Page } from '@playwright/test';
import { layerNode, middle, port } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

const lastStep = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });
const notice = (page: Page) => page.getByRole('status');

/** Clicks with a hand that trembles by some pixels. */
async function clickAt(page: Page, element: Locator, tremble = 0): Promise<void> {
  const { x, y } = await middle(element);
  await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.down();
  if (tremble > 0) await page.mouse.move(x + tremble, y);
  await page.mouse.up();
}

for (const tremble of [0, 3])
  test(`an output and an input that is wired already: the wire is replaced (a hand that moves ${tremble} px)`, async ({
    openPage,
  }) => {
    const page = await openPage('?template=lenet-5');
    const faults = await watchFaults(page);
    await clickAt(page, port(page, 'conv1', 'out'), tremble);
    // The line follows the pointer, the ports that fit light up.
    await page.mouse.move(500, 420);
    await expect(page.locator('[data-canvas] svg path[class*="line"]')).toBeVisible();
    await clickAt(page, port(page, 'conv3', 'in'), tremble);
    await expect(lastStep(page)).toHaveAttribute('title', /Connect conv1 to conv3/);
    // By hand: the 28 × 28 × 6 of conv1 by 5 × 5 without padding.
    await expect(layerNode(page, 'conv3')).toContainText('24 × 24 × 16');
    await expect(page.locator('[data-canvas] svg path[class*="line"]')).toHaveCount(0);
    expect(faults()).toEqual([]);
  });

test('what refuses a wire is told, Escape and a drag elsewhere leave', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await clickAt(page, port(page, 'fc6', 'out'));
  await clickAt(page, port(page, 'conv3', 'in'));
  await expect(
    notice(page).filter({ hasText: 'A wire from fc6 to conv3 would close a loop.' }),
  ).toBeVisible();
  await expect(lastStep(page)).toBeDisabled();

  await layerNode(page, 'conv1').click();
  await clickAt(page, port(page, 'conv1', 'out'));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Rename layer conv1' }), 'the selection stays').toBeVisible();
  await clickAt(page, port(page, 'conv3', 'in'));
  await expect(lastStep(page), 'a new click has begun instead').toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-canvas] svg path[class*="line"]')).toHaveCount(0);
});

test('another output begins the wire anew, the same port again gives it up, the layer’s own input is refused', async ({
  openPage,
}) => {
  const page = await openPage('?template=lenet-5');
  const line = page.locator('[data-canvas] svg path[class*="line"]');
  await clickAt(page, port(page, 'conv1', 'out'));
  await clickAt(page, port(page, 'pool2', 'out'));
  // The line is there with the first move that comes after the new wire has begun.
  await expect(async () => {
    await page.mouse.move(500, 420);
    await page.mouse.move(510, 430);
    await expect(line).toBeVisible({ timeout: 500 });
  }).toPass();
  await clickAt(page, port(page, 'pool2', 'out'));
  await page.mouse.move(500, 420);
  await expect(line).toHaveCount(0);

  await clickAt(page, port(page, 'input', 'out'));
  await clickAt(page, port(page, 'conv1', 'out'));
  await clickAt(page, port(page, 'conv3', 'in'));
  await expect(lastStep(page)).toHaveAttribute('title', /Connect conv1 to conv3/);

  await clickAt(page, port(page, 'conv1', 'out'));
  await clickAt(page, port(page, 'conv1', 'in'));
  await expect(notice(page).filter({ hasText: 'conv1 cannot feed itself.' })).toBeVisible();
});

test('Ctrl goes on from the layer that was reached, and adds layers on the way', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await clickAt(page, port(page, 'input', 'out'));
  await page.keyboard.down('Control');
  await clickAt(page, port(page, 'conv3', 'in'));
  await expect(lastStep(page)).toHaveAttribute('title', /Connect input to conv3/);
  await clickAt(page, port(page, 'flatten', 'in'));
  await expect(lastStep(page)).toHaveAttribute('title', /Connect conv3 to flatten/);
  await clickAt(page, port(page, 'fc6', 'in'));
  await expect(lastStep(page)).toHaveAttribute('title', /Connect flatten to fc6/);

  // Beside the layers: a search, the layer is wired, and the next wire begins at it.
  const { x, y } = await middle(layerNode(page, 'output'));
  await page.mouse.click(x, y + 110);
  await page.keyboard.up('Control');
  await page.getByPlaceholder('Layers that fit fc6').fill('dropout');
  await page.keyboard.press('Enter');
  await expect(layerNode(page, 'dropout')).toBeVisible();
  await clickAt(page, port(page, 'output', 'in'));
  await expect(lastStep(page)).toHaveAttribute('title', /Connect dropout to output/);
  await expect(
    page.locator('[data-canvas] svg path[class*="line"]'),
    'without Ctrl the chain ends',
  ).toHaveCount(0);
  expect(faults()).toEqual([]);
});
