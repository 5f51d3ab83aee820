// kill -9 of the window (the browser with all it holds) while it is edited and while it trains, at seeded random moments.
// NETLOOM_KILL_SEED=N tries others.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BrowserServer, chromium, type Page } from '@playwright/test';
import type { Recovery } from '../shared/contract/documents.ts';
import { parseDocument } from '../shared/document/serialize.ts';
import { layerNode } from './canvas-places.ts';
import { brokenFiles, killHard, seeded, waitUntil } from './crash-checks.ts';
import { expect, test } from './fixtures.ts';
import config from './playwright.config.ts';
import type { Served } from './served-window.ts';
import { ServiceClient } from './service-client.ts';

const KILLS = 5;
const EPOCHS = 20;
const SEED = Number(process.env.NETLOOM_KILL_SEED ?? 1);
/** How far Ctrl+Left moves a layer: the place of the first convolution counts the edits. */
const STEP = -4;

/** A browser of its own, which can be killed. */
async function openWindow(served: Served, file: string): Promise<{ browser: BrowserServer; page: Page }> {
  const browser = await chromium.launchServer(config.use?.launchOptions);
  const connected = await chromium.connect(browser.wsEndpoint());
  const page = await connected.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(served.address.replace('/#', `/?open=${encodeURIComponent(file)}#`));
  return { browser, page };
}

const placeOf = (text: string) => parseDocument(text).positions.conv1?.[0] ?? Number.NaN;

test('the window is killed while it is edited', async ({ folder, served, netloom }) => {
  test.setTimeout(180_000);
  const random = seeded(SEED + 2);
  const file = path.join(folder, 'edited.netloom');
  expect((await netloom(['new', 'lenet-5', '-o', 'edited.netloom'])).code).toBe(0);
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = placeOf(readFileSync(file, 'utf8'));
    const { browser, page } = await openWindow(served, file);
    await layerNode(page, 'conv1').click();
    await expect(page.locator('.react-flow__node.selected')).toContainText('conv1');
    /** When each edit was made, once the window had taken the key. */
    const made: number[] = [];
    let moment = 0;
    const killing = delay(1000 + random() * 2500).then(() => {
      moment = Date.now();
      return killHard(browser.process().pid ?? 0);
    });
    try {
      while (moment === 0) {
        await page.keyboard.press('Control+ArrowLeft');
        made.push(Date.now());
        // Some windows save now and then; the others live by the journal alone.
        if (kill % 2 === 0 && random() < 0.05) await page.keyboard.press('Control+s');
        await delay(random() * 60);
      }
    } catch {
      // The browser is gone in the middle of a key.
    }
    await killing;
    await browser.close();

    const client = await ServiceClient.connect(served);
    const own = await recoveryOf(client);
    const onDisk = placeOf(readFileSync(file, 'utf8'));
    const inJournal = own ? placeOf((await client.call('documents.recover', { id: own.id })).text) : before;
    // After a save the journal is empty: the file holds the newest state then.
    const kept = Math.max((inJournal - before) / STEP, (onDisk - before) / STEP);
    const wanted = made.filter(time => time < moment - 1000).length;
    const lost = kept >= made.length ? 0 : moment - (made[kept] ?? moment);
    console.log(
      `window, editing    kill ${kill}: ${made.length} edits, journal holds ${(inJournal - before) / STEP}, file holds ${(onDisk - before) / STEP}, ${lost} ms lost`,
    );
    expect(kept, 'at most a second is lost').toBeGreaterThanOrEqual(wanted);
    expect(await brokenFiles(path.dirname(folder))).toEqual([]);
    if (own && inJournal < onDisk && kill % 2 === 1) await expectOffered(served, file, inJournal, client);
    if (own) await client.call('documents.discard', { id: own.id });
    client.close();
  }
});

/** The work of the killed window; the browser's own network process outlives it for a moment, and with it the connection. */
async function recoveryOf(client: ServiceClient): Promise<Recovery | undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const [own] = await client.call('documents.recoveries', {});
    if (own) return own;
    await delay(100);
  }
  return undefined;
}

/** The next window offers the work back, and restores it. */
async function expectOffered(
  served: Served,
  file: string,
  place: number,
  client: ServiceClient,
): Promise<void> {
  const { browser, page } = await openWindow(served, file);
  const dialog = page.getByRole('dialog', { name: 'Unsaved work from an earlier window' });
  await expect(dialog).toContainText('9 layers');
  await dialog.getByRole('button', { name: 'Restore lenet-5' }).click();
  await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
  await page.keyboard.press('Control+s');
  await waitUntil(() => placeOf(readFileSync(file, 'utf8')) === place);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
  await waitUntil(async () => (await client.call('documents.recoveries', {})).length === 0);
  await browser.close();
}

test('the window is killed while it trains; the training goes on', async ({ folder, served, netloom }) => {
  test.setTimeout(240_000);
  const random = seeded(SEED + 3);
  const file = path.join(folder, 'spirals.netloom');
  expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"epochs": 150', `"epochs": ${EPOCHS}`));
  for (let kill = 1; kill <= KILLS; kill++) {
    const { browser, page } = await openWindow(served, file);
    await expect(layerNode(page, 'output')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/^Epoch \d+ of/)).toBeVisible();
    await delay(random() * 2500);
    await killHard(browser.process().pid ?? 0);
    await browser.close();
    const client = await ServiceClient.connect(served);
    const newest = async () => (await client.call('runs.list', { path: file, name: 'spirals-mlp' }))[0];
    const atKill = await newest();
    expect(await brokenFiles(path.dirname(folder))).toEqual([]);
    if (kill === 1) await expectShown(served, file);
    await waitUntil(async () => (await newest())?.status !== 'running');
    const run = await newest();
    const history = await client.call('runs.history', { run: run?.path ?? '' });
    client.close();
    console.log(
      `window, training   kill ${kill}: ${atKill?.status} after ${atKill?.epochsDone} epochs, then ${run?.status} after ${run?.epochsDone}, ${history.length} in the record`,
    );
    expect(run).toMatchObject({ status: 'done', epochsDone: EPOCHS });
    expect(history.map(({ epoch }) => epoch)).toEqual(Array.from({ length: EPOCHS }, (_, i) => i + 1));
    expect(await brokenFiles(path.dirname(folder))).toEqual([]);
  }
});

/** The next window shows the run that goes on. */
async function expectShown(served: Served, file: string): Promise<void> {
  const { browser, page } = await openWindow(served, file);
  await expect(layerNode(page, 'output')).toBeVisible();
  await page.keyboard.press('Alt+2');
  await expect(page.getByText(/^Epoch \d+ of 20$|^20 of 20 epochs$/)).toBeVisible();
  await browser.close();
}
