// The Train view in the Electron window: the search for a learning rate, the curves of metrics, the comparison of two runs; a service
// that is killed. The long tour runs in chromium (own-data.spec.ts); here stands that the oldest Chromium draws and computes the same.
import type { Page } from '@playwright/test';
import { RunFolder } from '../main/runs/run-folder.ts';
import { brokenFiles, isAlive, killHard, serviceOf, waitUntil } from './crash-checks.ts';
import { expect, test } from './fixtures.ts';
import { epochsOf, recordOf, runFolders, upTo } from './run-files.ts';
import { allDone, resultsOf, runRows, settingsOf } from './train-view.ts';

/** Types into a field as a hand does: the old window knows no `fill`. */
async function typeInto(page: Page, name: string, value: string): Promise<void> {
  await settingsOf(page).getByRole('textbox', { name, exact: true }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
}

test('a learning rate is found and used, metrics are drawn, two runs are compared', async ({
  openDesktop,
  folder,
  netloom,
}) => {
  test.setTimeout(120_000);
  expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
  const { page, mouse } = await openDesktop({ file: `${folder}/spirals.netloom` });
  await mouse.click('nav button:has-text("Train")');
  const rate = settingsOf(page).getByRole('textbox', { name: 'learning_rate', exact: true });
  await expect(rate).toHaveValue('0.005');

  // By key: the preview comes in above it and may push it out of sight.
  await settingsOf(page)
    .getByRole('button', { name: /^Find learning rate/ })
    .focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Find learning rate' });
  await expect(dialog).toBeVisible();
  const use = dialog.getByRole('button', { name: /^Use / });
  await expect(use).toBeEnabled({ timeout: 60_000 });
  await expect(dialog.getByRole('slider', { name: 'Loss, by learning rate' })).toBeVisible();
  const found = (await use.innerText()).replace('Use ', '');
  await mouse.click('[role="dialog"] button:has-text("Use ")');
  await expect(dialog).toHaveCount(0);
  await expect(rate).toHaveValue(found);

  await settingsOf(page)
    .getByRole('button', { name: /^Metrics/ })
    .focus();
  await page.keyboard.press('Enter');
  await settingsOf(page).getByRole('checkbox', { name: 'F1 score' }).focus();
  await page.keyboard.press('Space');
  await typeInto(page, 'epochs', '20');
  await page.keyboard.press('Control+Enter');
  await expect(allDone(page, 20)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('slider', { name: 'F1 score, by epoch' })).toBeVisible();
  await typeInto(page, 'epochs', '30');
  await page.keyboard.press('Control+Enter');
  await expect(allDone(page, 30)).toBeVisible({ timeout: 60_000 });
  await expect(runRows(page)).toHaveCount(2);
  const beside = resultsOf(page).getByRole('combobox', { name: 'compare with' });
  await beside.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(beside).not.toHaveValue('');
  const title = (await beside.locator('option:checked').innerText()).split(',')[0] ?? '';
  await expect(page.getByRole('region', { name: 'Loss' })).toContainText(title);
});

test('the service is killed while it trains: the window has another one, the run is interrupted and goes on', async ({
  openDesktop,
  folder,
  netloom,
}) => {
  const EPOCHS = 400;
  expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
  const { app, page, mouse } = await openDesktop({ file: `${folder}/spirals.netloom` });
  await mouse.click('nav button:has-text("Train")');
  await typeInto(page, 'epochs', String(EPOCHS));
  await page.keyboard.press('Control+Enter');
  await waitUntil(() => epochsOf(runFolders(folder, 'spirals')[0] ?? folder).length >= 3);
  const [run = ''] = runFolders(folder, 'spirals');
  const { pid, engine } = recordOf(run);
  expect(engine.name).toBe('tensorflow');
  await killHard(serviceOf(app.process().pid));
  // Its worker keeps the weights and ends; the next service finds the run so.
  const told = page.getByRole('status').filter({ hasText: 'Netloom was closed while it trained' });
  await expect(told).toContainText('the weights are kept, resume to go on', { timeout: 30_000 });
  await expect(runRows(page)).toContainText('interrupted');
  await waitUntil(() => !isAlive(pid));
  const done = (await new RunFolder(run).readCheckpoint())?.position.epoch ?? 0;
  expect(done).toBeGreaterThanOrEqual(3);
  expect(done).toBeLessThan(EPOCHS);
  expect(await brokenFiles(run)).toEqual([]);
  await told.getByRole('button', { name: 'Resume' }).focus();
  await page.keyboard.press('Enter');
  await expect(allDone(page, EPOCHS)).toBeVisible({ timeout: 60_000 });
  await expect(runRows(page)).toHaveCount(1);
  expect(epochsOf(run)).toEqual(upTo(EPOCHS));
});
