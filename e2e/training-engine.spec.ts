// Native TensorFlow missing or damaged where it is needed, in the served window of an installation of its own: each is a sentence, the run
// keeps what it has, and Resume goes on once the engine is mended.
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { RunFolder } from '../main/runs/run-folder.ts';
import { inspect, isComplete } from '../main/setup/inspect.ts';
import { brokenFiles, waitUntil } from './crash-checks.ts';
import { test as base, expect } from './fixtures.ts';
import { FRAMEWORK, type OwnInstallation, ownInstallation } from './own-installation.ts';
import { watchFaults } from './page-faults.ts';
import { epochsOf, recordOf, runFolders, upTo } from './run-files.ts';
import { type Served, startServed } from './served-window.ts';
import { action, allDone, openTrainView, runRows, setField, settingsOf } from './train-view.ts';

const EPOCHS = 12;

const test = base.extend<{
  installation: OwnInstallation;
  openOwn: () => Promise<{ readonly page: Page; readonly faults: () => readonly string[] }>;
}>({
  installation: async ({ environment }, use) => {
    const installation = await ownInstallation(environment);
    await use(installation);
    installation.remove();
  },
  openOwn: async ({ installation, folder, context, netloom }, use) => {
    const all: Served[] = [];
    await use(async () => {
      expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
      const served = await startServed({ ...installation, folder });
      all.push(served);
      const page = await context.newPage();
      await page.goto(served.address.replace('/#', '/?open=spirals.netloom#'));
      const faults = await watchFaults(page);
      await openTrainView(page);
      await setField(page, 'epochs', String(EPOCHS));
      return { page, faults };
    });
    for (const served of all) await served.close();
  },
});

/** The line about the set-up, while it tells a failure. */
const strip = (page: Page) => page.getByRole('alert').filter({ has: page.getByText(/pip|TensorFlow/) });

/** Mends the engine as `netloom setup` would and lets the window find out. */
async function mendEngine(page: Page, installation: OwnInstallation): Promise<void> {
  await installation.mend();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('contentinfo')).toContainText('TensorFlow 2.21 native');
}

test('a library with wrong bytes crashes the worker: told, mended, and the run goes on', async ({
  installation,
  openOwn,
  folder,
}) => {
  const { page, faults } = await openOwn();
  await action(page, 'Train').click();
  await expect(allDone(page, EPOCHS)).toBeVisible();
  await setField(page, 'epochs', String(2 * EPOCHS));
  // Of the right size, so that only loading it shows what it is.
  installation.own(FRAMEWORK, whole => whole.fill(0, whole.length >> 1));
  await page.getByRole('button', { name: 'Go on with these settings' }).click();

  const told = page.getByRole('status').filter({ hasText: 'crashed in its engine' });
  await expect(told).toContainText(
    'The training process crashed in its engine (signal SIGSEGV). The weights of epoch 12 of 24 are kept; resume to go on from there. ' +
      'TensorFlow is in place but does not compute: the process crashed. To mend it, run: npx netloom setup',
  );
  await expect(runRows(page)).toContainText('interrupted');
  const [run = ''] = runFolders(folder, 'spirals');
  expect((await new RunFolder(run).readCheckpoint())?.position).toEqual({ epoch: EPOCHS, batch: 0 });
  expect((await inspect(installation.place)).verified, 'the next set-up tries it').toBeNull();
  await expect(strip(page), 'the set-up begins by itself').toContainText('Neither pip nor uv was found');

  await mendEngine(page, installation);
  await told.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(allDone(page, 2 * EPOCHS)).toBeVisible();
  await expect(told).toHaveCount(0);
  expect(recordOf(run)).toMatchObject({
    status: 'done',
    epochsDone: 2 * EPOCHS,
    engine: { name: 'tensorflow' },
  });
  expect(faults()).toEqual([]);
});

test('a library cut short under a running training crashes it: told, mended, and the run goes on', async ({
  installation,
  openOwn,
  folder,
}) => {
  const LONG = 400;
  installation.own(FRAMEWORK, whole => whole);
  const { page, faults } = await openOwn();
  await setField(page, 'epochs', String(LONG));
  await action(page, 'Train').click();
  await waitUntil(() => epochsOf(runFolders(folder, 'spirals')[0] ?? folder).length >= 3);
  const [run = ''] = runFolders(folder, 'spirals');
  // The same file, so that the pages in use are gone.
  truncateSync(path.join(installation.place.library, 'lib', FRAMEWORK), 4096);

  const told = page.getByRole('status').filter({ hasText: 'crashed in its engine' });
  await expect(told).toContainText(/signal SIG(BUS|SEGV)\)\. The weights of epoch \d+ of 400 are kept/);
  await expect(told).toContainText(
    `lib/${FRAMEWORK} is not as it was written. To mend it, run: npx netloom setup`,
  );
  const kept = (await new RunFolder(run).readCheckpoint())?.position.epoch ?? 0;
  expect(kept).toBeGreaterThanOrEqual(3);
  expect(kept).toBeLessThan(LONG);
  expect(await brokenFiles(run)).toEqual([]);
  await mendEngine(page, installation);
  await told.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(allDone(page, LONG)).toBeVisible({ timeout: 40_000 });
  expect(epochsOf(run)).toEqual(upTo(LONG));
  expect(faults()).toEqual([]);
});

test('a library with wrong bytes crashes a prediction: told, and the next one takes JavaScript', async ({
  installation,
  openOwn,
}) => {
  const { page, faults } = await openOwn();
  await action(page, 'Train').click();
  await expect(allDone(page, EPOCHS)).toBeVisible();
  installation.own(FRAMEWORK, whole => whole.fill(0, whole.length >> 1));
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The prediction process' }).first()).toContainText(
    'The prediction process ended (signal SIGSEGV). TensorFlow is in place but does not compute: the process crashed. To mend it, run: npx netloom setup',
  );
  await page
    .getByRole('radio', { name: 'validation' })
    .or(page.getByRole('button', { name: 'validation' }))
    .click();
  await expect(page.getByText(/\d+ of these \d+ right/)).toBeVisible();
  expect(faults()).toEqual([]);
});

test('a library cut short while Netloom runs is refused, and the run goes on with another engine on request', async ({
  installation,
  openOwn,
  folder,
}) => {
  const { page, faults } = await openOwn();
  installation.own(FRAMEWORK, whole => whole.subarray(0, whole.length >> 1));
  await action(page, 'Train').click();
  const told = page.getByRole('status').filter({ hasText: 'could not be loaded' });
  await expect(told).toContainText(
    `Native TensorFlow could not be loaded: it is damaged: lib/${FRAMEWORK} is not as it was written. To mend it, run: npx netloom setup`,
  );
  await expect(runRows(page)).toContainText('interrupted');

  // Its own engine is still not there.
  await told.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(runRows(page)).toContainText('interrupted');
  await expect(told).toBeVisible();

  await told.getByRole('button', { name: 'Resume on JavaScript' }).click();
  await expect(allDone(page, EPOCHS)).toBeVisible({ timeout: 40_000 });
  await expect(told).toHaveCount(0);
  const [run = ''] = runFolders(folder, 'spirals');
  expect(recordOf(run)).toMatchObject({ engine: { name: 'javascript' } });
  expect(faults()).toEqual([]);
});

const BROKEN_AT_START: Readonly<
  Record<
    string,
    {
      readonly breaks: (installation: OwnInstallation) => void;
      readonly state: string;
      readonly detail: string;
    }
  >
> = {
  'is missing': {
    breaks: ({ place }) => rmSync(place.library, { recursive: true }),
    state: 'TensorFlow (missing)',
    detail: 'Native TensorFlow is not set up.',
  },
  'is cut short': {
    breaks: ({ own }) => own(FRAMEWORK, whole => whole.subarray(0, whole.length >> 1)),
    state: 'TensorFlow (damaged)',
    detail: `The TensorFlow library in the cache is damaged: lib/${FRAMEWORK} is not as it was written.`,
  },
};
for (const [what, { breaks, state, detail }] of Object.entries(BROKEN_AT_START))
  test(`the library ${what} at the start: JavaScript trains meanwhile, and TensorFlow once it is mended`, async ({
    installation,
    openOwn,
    folder,
  }) => {
    breaks(installation);
    const { page, faults } = await openOwn();
    await expect(page.getByRole('contentinfo')).toContainText('JavaScript');
    await expect(strip(page)).toContainText('Neither pip nor uv was found');
    const engine = settingsOf(page).getByRole('combobox', { name: 'Engine' });
    await expect(engine.locator('option').first()).toHaveText(state);
    await engine.selectOption('tensorflow');
    await expect(settingsOf(page).getByText(detail)).toBeVisible();
    await engine.selectOption('javascript');

    await setField(page, 'epochs', '2');
    await action(page, 'Train').click();
    await expect(allDone(page, 2)).toBeVisible({ timeout: 40_000 });
    await mendEngine(page, installation);
    await action(page, 'Train').click();
    await expect(runRows(page)).toHaveCount(2);
    await expect(allDone(page, 2)).toBeVisible();
    const records = await Promise.all(
      runFolders(folder, 'spirals').map(run => new RunFolder(run).readRecord()),
    );
    expect(records.map(record => record.engine.name)).toEqual(['javascript', 'tensorflow']);
    expect(faults()).toEqual([]);
  });

for (const [what, breaks] of Object.entries({
  'is missing': (file: string) => rmSync(file),
  'has wrong bytes': (file: string) => writeFileSync(file, readFileSync(file).fill(0, 30_000, 50_000)),
}))
  test(`an addon that ${what} is put back by the window itself`, async ({
    installation,
    openOwn,
    folder,
  }) => {
    breaks(installation.place.installedAddon);
    const { page, faults } = await openOwn();
    await expect.poll(async () => isComplete(await inspect(installation.place))).toBe(true);
    await expect(page.getByRole('contentinfo')).toContainText('TensorFlow 2.21 native');
    await action(page, 'Train').click();
    await expect(allDone(page, EPOCHS)).toBeVisible();
    const [run = ''] = runFolders(folder, 'spirals');
    expect(recordOf(run)).toMatchObject({ engine: { name: 'tensorflow' } });
    expect(faults()).toEqual([]);
  });
