// A beginner's first network from an empty canvas: what is added is in sight, a forgotten Flatten is told, and put in by mouse.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { drag, layerNode, middle, port } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

/** Adds a layer after the selected one, by a double-click in the palette. */
async function add(page: Page, type: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Search layers' }).fill(type);
  await entry(page, type).dblclick();
}

function entry(page: Page, type: string): Locator {
  return page.getByRole('navigation', { name: 'Layers' }).getByText(type, { exact: true });
}

/** Whether an element lies within another, whole. */
async function isWithin(inner: Locator, outer: Locator): Promise<boolean> {
  const [a, b] = [await inner.boundingBox(), await outer.boundingBox()];
  if (!a || !b) return false;
  return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
}

test('layers added from the palette stay in sight, and a forgotten Flatten goes between two columns', async ({
  openPage,
}) => {
  const page = await openPage();
  await page.setViewportSize({ width: 1280, height: 720 });
  const faults = await watchFaults(page);
  await page.getByRole('dialog', { name: 'Templates' }).press('Escape');
  const types = ['InputLayer', 'Conv2D', 'AveragePooling2D', 'Conv2D', 'AveragePooling2D', 'Dense', 'Dense'];
  for (const type of types) {
    await add(page, type);
    await expect
      .poll(() => isWithin(page.locator('.react-flow__node.selected'), page.locator('.react-flow__pane')))
      .toBe(true);
  }
  await expect(page.locator('.react-flow__edge')).toHaveCount(types.length - 1);
  await expect(page.getByText(/^Added /)).toHaveCount(0);
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'flatten.missing' })).toHaveCount(1);

  await page.locator('.react-flow__pane').click({ position: { x: 600, y: 40 } });
  await page.keyboard.press('l');
  await expect(port(page, 'average_pooling2d_1', 'out')).toBeVisible();
  await page.waitForTimeout(400);
  await page.getByRole('textbox', { name: 'Search layers' }).fill('Flatten');
  const out = await middle(port(page, 'average_pooling2d_1', 'out'));
  const into = await middle(port(page, 'dense', 'in'));
  expect(Math.abs(out.x - into.x), 'they stand in two columns').toBeGreaterThan(100);
  await drag(page, await middle(entry(page, 'Flatten')), {
    x: (out.x + into.x) / 2,
    y: (out.y + into.y) / 2,
  });
  await expect(layerNode(page, 'flatten')).toContainText('800');
  await expect(page.getByRole('listitem').filter({ hasText: 'flatten.missing' })).toHaveCount(0);
  const boxes = await Promise.all((await page.locator('[data-layer]').all()).map(node => node.boundingBox()));
  const covering = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        b =>
          a &&
          b &&
          a.x < b.x + b.width &&
          b.x < a.x + a.width &&
          a.y < b.y + b.height &&
          b.y < a.y + a.height,
      ),
  );
  expect(covering, 'no layer covers another').toEqual([]);
  expect(faults()).toEqual([]);
});

test('unsaved work is offered once the report of an import was read, and discarded on the second press', async ({
  openPage,
  folder,
}) => {
  const before = await openPage('?template=lenet-5');
  await layerNode(before, 'fc5').click();
  await before.keyboard.press('Delete');
  await expect(before.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
  await before.waitForTimeout(1500);
  await before.close();
  const config = {
    class_name: 'Sequential',
    config: {
      name: 'small',
      layers: [
        { class_name: 'InputLayer', config: { name: 'numbers', batch_shape: [null, 4] } },
        { class_name: 'Dense', config: { name: 'out', units: 3 } },
      ],
    },
  };
  writeFileSync(path.join(folder, 'small.json'), JSON.stringify(config));
  const page = await openPage('?open=small.json');
  const report = page.getByRole('dialog', { name: 'Import of small.json' });
  await expect(report).toBeVisible();
  await page.waitForTimeout(500);
  await page.getByRole('button', { name: 'Show the network' }).click();
  const offer = page.getByRole('dialog', { name: /^Unsaved work/ });
  await offer.getByRole('button', { name: 'Discard lenet-5', exact: true }).click();
  await expect(offer, 'the first press asks').toContainText('8 layers');
  await offer.getByRole('button', { name: 'Discard lenet-5 for good' }).click();
  await expect(offer).toHaveCount(0);
});

test('a heading of the summary sorts wherever it is pressed', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const rows = page.getByRole('tabpanel', { name: 'Summary' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('input');
  await page.getByRole('columnheader', { name: /^Param/ }).click();
  await expect(rows.nth(1)).toContainText('48,120');
});
