// What the user sets once for all windows: the service keeps it in the user's folder, so that the address of a served window does not matter.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { layerNode } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { keyList, keyOf } from './key-list.ts';
import { watchFaults } from './page-faults.ts';
import { startServed } from './served-window.ts';

const place = (folder: string) => path.join(path.dirname(folder), 'data/preferences');
/** What is kept; nothing before the first change. */
const written = (folder: string): Record<string, unknown> => {
  const files = existsSync(place(folder)) ? readdirSync(place(folder)) : [];
  const kept = files.filter(file => file.endsWith('.json'));
  return Object.fromEntries(
    kept.map(file => [
      decodeURIComponent(path.basename(file, '.json')),
      JSON.parse(readFileSync(path.join(place(folder), file), 'utf8')),
    ]),
  );
};
const tidy = (page: Page) => page.getByRole('button', { name: 'Tidy', exact: true });
const theme = (page: Page) => page.locator('html').getAttribute('data-theme');

async function giveKeys(page: Page, title: string, keys: string): Promise<void> {
  await page.keyboard.press('?');
  await keyOf(page, title).click();
  await page.keyboard.press(keys);
  await page.keyboard.press('Escape');
  await expect(keyList(page)).toHaveCount(0);
}

async function runByPalette(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('option', { name: command }).click();
}

test('a second service on another port has the keys, the theme and the panels of the first', async ({
  openPage,
  context,
  folder,
  environment,
}) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await expect(layerNode(page, 'conv1')).toBeVisible();
  await giveKeys(page, 'Tidy the layout', 'Alt+Shift+t');
  await expect(tidy(page)).toHaveAttribute('title', 'Tidy the layout (Alt+Shift+T)');
  await runByPalette(page, 'Dark colours');
  await page.keyboard.press('Alt+p');
  await expect(page.getByRole('navigation', { name: 'Layers' })).toHaveCount(0);
  await expect.poll(() => written(folder)).toMatchObject({ theme: 'dark', 'panel-folded.palette': true });

  const second = await startServed({ folder, environment });
  const other = await context.newPage();
  await other.goto(second.address.replace('/#', '/?template=lenet-5#'));
  await expect(layerNode(other, 'conv1')).toBeVisible();
  await expect(tidy(other)).toHaveAttribute('title', 'Tidy the layout (Alt+Shift+T)');
  expect(await theme(other)).toBe('dark');
  await expect(other.getByRole('navigation', { name: 'Layers' })).toHaveCount(0);

  // Both have changes now: neither window takes the other's away, and the first learns of them when it gets the focus.
  await giveKeys(other, 'Duplicate', 'Alt+Shift+d');
  await giveKeys(page, 'Bypass', 'Alt+Shift+b');
  const keys = () =>
    Object.entries(written(folder)).flatMap(([name, value]) => (name.startsWith('keys.') ? value : []));
  await expect.poll(() => keys().sort()).toEqual(['Alt+Shift+B', 'Alt+Shift+D', 'Alt+Shift+T']);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.keyboard.press('?');
  await expect(keyOf(page, 'Duplicate')).toHaveText('Alt+Shift+D');
  expect(faults()).toEqual([]);
  await second.close();
});

test('what an earlier version kept in the browser is taken over once', async ({ openPage, folder }) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  await page.evaluate(() => {
    localStorage.setItem('netloom.theme', '"dark"');
    localStorage.setItem('netloom.summary.batch', '"many"');
    localStorage.setItem(
      'netloom.panels',
      '{"size":{"palette":300,"inspector":318,"bottom":246},"folded":{"palette":false,"inspector":true,"bottom":false}}',
    );
  });
  await page.reload();
  await expect(layerNode(page, 'conv1')).toBeVisible();
  await expect.poll(() => theme(page)).toBe('dark');
  await expect(page.getByRole('navigation', { name: 'Layers' })).toHaveCSS('width', '300px');
  await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
  expect(written(folder)).toMatchObject({
    theme: 'dark',
    'panel-size.palette': 300,
    'panel-folded.inspector': true,
  });
  expect(written(folder)).not.toHaveProperty('summary.batch');
});

test('what cannot be read is told, and the window works', async ({ openPage, folder }) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  mkdirSync(path.dirname(place(folder)), { recursive: true });
  writeFileSync(place(folder), 'no folder');
  await page.reload();
  await expect(page.getByText('The window goes on with the usual settings.')).toBeVisible();
  await expect(layerNode(page, 'conv1')).toBeVisible();
  await runByPalette(page, 'Dark colours');
  await expect(page.getByText(/^Settings hold in this window alone\./)).toBeVisible();
  expect(await theme(page)).toBe('dark');
  rmSync(place(folder));
  await runByPalette(page, 'Light colours');
  await expect.poll(() => written(folder)).toEqual({ theme: 'light' });
});

test('a window is in the fixed colours from its first frame on, whatever the system has, and follows the system where nothing is fixed', async ({
  openPage,
  context,
  folder,
}) => {
  const first = await openPage('?template=lenet-5');
  await expect(layerNode(first, 'conv1')).toBeVisible();
  await runByPalette(first, 'Dark colours');
  await expect.poll(() => written(folder)).toMatchObject({ theme: 'dark' });
  await context.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = () => {
      if (document.body) seen.add(getComputedStyle(document.body).backgroundColor);
      requestAnimationFrame(look);
    };
    look();
  });
  const seen = (page: Page) =>
    page.evaluate(() => [...((window as Window & { readonly seen?: Set<string> }).seen ?? [])]);
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  expect(await seen(page)).toEqual(['rgb(28, 31, 38)']);
  await runByPalette(page, 'Colours of the system');
  await expect.poll(() => theme(page)).toBe('light');
  await expect.poll(() => written(folder)).not.toHaveProperty('theme', 'dark');
  const last = await openPage('?template=lenet-5');
  await expect(layerNode(last, 'conv1')).toBeVisible();
  expect(await seen(last)).toEqual(['rgb(255, 255, 255)']);
});

test('what cannot be written is told once each: settings, and edits that a crash would lose', async ({
  openPage,
  folder,
}) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  const data = path.dirname(place(folder));
  for (const name of ['preferences', 'journal']) {
    rmSync(path.join(data, name), { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
    writeFileSync(path.join(data, name), 'in the way');
  }
  const told = (text: RegExp) => page.locator('[role="status"] > div').filter({ hasText: text });
  const settings = told(/^Settings hold in this window alone\. .*preferences" cannot be written: .*\.$/);
  await page.keyboard.press('Alt+p');
  await expect(settings).toHaveCount(1);
  await settings.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Alt+i');
  await layerNode(page, 'conv1').click();
  await page.keyboard.press('Control+d');
  const edits = told(
    /^Edits that are not saved would be lost in a crash\. .*journal" cannot be written: .*\. Save the document\.$/,
  );
  await expect(edits).toHaveCount(1);
  await expect(settings).toHaveCount(0);
  await edits.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Control+d');
  await page.waitForTimeout(1500);
  await expect(edits).toHaveCount(0);
});
