// How the canvas is moved, by mouse or by trackpad, and wires that make room for the layers.
import type { Page } from '@playwright/test';
import { drag, layerNode, middle } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

async function runByPalette(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(command);
  await page.keyboard.press('Enter');
}
/** The zoom in percent, as the status line tells it. */
const zoom = async (page: Page) =>
  Number(/(\d+) %/.exec((await page.getByRole('contentinfo').textContent()) ?? '')?.[1]);

test('by trackpad two fingers move the canvas, spreading them zooms and a drag selects; the next window too', async ({
  openPage,
}) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  const before = await middle(layerNode(page, 'conv1'));
  const zoomBefore = await zoom(page);
  // A place beside all layers.
  const open = { x: before.x + 112, y: before.y + 40 };
  await page.mouse.move(open.x, open.y);
  await page.mouse.wheel(0, 40);
  await expect.poll(() => zoom(page), 'by mouse the wheel zooms').toBeLessThan(zoomBefore);
  await page.keyboard.press('1');
  await expect.poll(() => zoom(page)).toBe(zoomBefore);

  await runByPalette(page, 'Navigate by trackpad');
  const start = await middle(layerNode(page, 'conv1'));
  await page.mouse.move(open.x, open.y);
  await page.mouse.wheel(30, 40);
  const moved = await middle(layerNode(page, 'conv1'));
  expect(moved.x - start.x, 'to the left').toBeLessThan(-10);
  expect(moved.y - start.y, 'upwards').toBeLessThan(-10);
  expect(await zoom(page)).toBe(zoomBefore);
  // Browsers tell a trackpad's spreading fingers as a wheel with Ctrl.
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -60);
  await page.keyboard.up('Control');
  await expect.poll(() => zoom(page)).toBeGreaterThan(zoomBefore);
  await page.keyboard.press('1');
  await expect.poll(() => zoom(page)).toBe(zoomBefore);

  const [first, last] = [await middle(layerNode(page, 'input')), await middle(layerNode(page, 'pool2'))];
  await drag(page, { x: first.x + 112, y: first.y - 45 }, { x: last.x - 20, y: last.y + 10 });
  await expect(page.locator('[data-canvas] > [role="status"]')).toHaveText('3 layers selected');
  expect(await middle(layerNode(page, 'input')), 'the canvas stays').toEqual(first);

  const other = await openPage('?template=lenet-5');
  const there = await middle(layerNode(other, 'conv1'));
  await other.mouse.move(there.x + 112, there.y + 40);
  await other.mouse.wheel(0, 40);
  expect((await middle(layerNode(other, 'conv1'))).y).toBeLessThan(there.y - 10);
  await other.keyboard.press('?');
  await expect(other.getByRole('dialog', { name: 'Keys', exact: true })).toContainText('Two fingers');
  expect(faults()).toEqual([]);
});

test('wires are hidden but for those of the selection, and shown again', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  const shown = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('.react-flow__edge path[style]')].filter(
          path => getComputedStyle(path).strokeOpacity === '1',
        ).length,
    );
  await expect.poll(shown).toBe(8);
  await runByPalette(page, 'Hide or show wires');
  await expect.poll(shown).toBe(0);
  await layerNode(page, 'conv3').click();
  await expect.poll(shown, 'what feeds conv3 and what it feeds').toBe(2);
  await runByPalette(page, 'Hide or show wires');
  await expect.poll(shown).toBe(8);
});
