// Two runs at once in the served window: in line or side by side as the user chooses, with their memory, and a limit on it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runRecordSchema } from '../shared/contract/training.ts';
import { killHard } from './crash-checks.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';
import { action, runRows, setField, settingsOf } from './train-view.ts';

/** The records of the runs, the first begun first. */
function records(folder: string) {
  const runs = path.join(folder, 'spirals.runs');
  return readdirSync(runs)
    .sort()
    .map(run => runRecordSchema.parse(JSON.parse(readFileSync(path.join(runs, run, 'run.json'), 'utf8'))));
}

test('runs wait in line, leave it, follow one that was killed, and train side by side on request', async ({
  openPage,
  netloom,
  folder,
}) => {
  test.setTimeout(240_000);
  expect((await netloom(['new', 'spirals-mlp', '-o', 'spirals.netloom'])).code).toBe(0);
  const page = await openPage('?open=spirals.netloom');
  const faults = await watchFaults(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
  await setField(page, 'epochs', '100000');
  await action(page, 'Train').click();
  await expect(runRows(page).first()).toContainText('training', { timeout: 40_000 });
  const status = page.getByRole('contentinfo');
  await expect(status).toContainText(/worker \d+ MB/, { timeout: 40_000 });
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Design' }).click();
  await expect(status).toContainText(/Training, epoch \d+ of 100000 · worker \d+ MB/);
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /Training, epoch/ })
    .click();

  await test.step('a second and a third one wait', async () => {
    await setField(page, 'epochs', '3');
    await action(page, 'Queue another').click();
    await expect(runRows(page).nth(0)).toContainText('waiting, next');
    await action(page, 'Queue another').click();
    await expect(runRows(page).nth(0)).toContainText('waiting, 2 before');
    await expect(status).toContainText('2 runs wait');
    // The worker writes that it trains once it is there.
    await expect
      .poll(() => records(folder).map(record => record.status), { timeout: 40_000 })
      .toEqual(['running', 'queued', 'queued']);
  });

  await test.step('one leaves the line, and the next one moves up', async () => {
    await runRows(page).nth(1).click();
    await action(page, 'Leave the queue').click();
    await expect(runRows(page).nth(1)).toContainText('stopped');
    await expect(
      page.getByRole('status').filter({ hasText: 'It was taken out of the queue before its turn came' }),
    ).toBeVisible();
    await expect(runRows(page).nth(0)).toContainText('waiting, next');
  });

  await test.step('the next one begins when the first one is killed', async () => {
    await killHard(records(folder)[0]?.pid ?? 0);
    await expect(runRows(page).nth(2)).toContainText('interrupted');
    await runRows(page).nth(0).click();
    await expect(page.getByText('3 of 3 epochs', { exact: true })).toBeVisible({ timeout: 40_000 });
    expect(records(folder).map(record => record.status)).toEqual(['interrupted', 'stopped', 'done']);
  });

  await test.step('side by side, where the user wants that', async () => {
    await settingsOf(page).getByRole('combobox', { name: 'when one trains' }).selectOption('beside');
    await setField(page, 'epochs', '100000');
    await action(page, 'Train').click();
    await expect(action(page, 'Train another')).toBeEnabled({ timeout: 40_000 });
    await action(page, 'Train another').click();
    await expect(status).toContainText(/2 workers \d+ MB/, { timeout: 40_000 });
    for (const row of [0, 1]) {
      await runRows(page).nth(row).click();
      await action(page, 'Stop').click();
      await expect(runRows(page).nth(row)).toContainText('stopped', { timeout: 40_000 });
    }
    await expect(status).not.toContainText('worker');
  });

  await test.step('a limit on memory ends a run with a sentence, and it can be resumed', async () => {
    await setField(page, 'memory limit, MB', '63');
    await expect(settingsOf(page).getByRole('alert')).toContainText('must be a whole number of at least 64');
    await setField(page, 'memory limit, MB', '80');
    await action(page, 'Train').click();
    const told = page.getByRole('status').filter({ hasText: 'more than its limit of 80 MB' });
    await expect(told).toBeVisible({ timeout: 40_000 });
    await expect(runRows(page).nth(0)).toContainText('interrupted');
    await setField(page, 'memory limit, MB', '0');
    await told.getByRole('button', { name: 'Resume' }).click();
    await expect(runRows(page).nth(0)).toContainText('training', { timeout: 40_000 });
    await action(page, 'Stop').click();
    await expect(runRows(page).nth(0)).toContainText('stopped', { timeout: 40_000 });
  });
  expect(faults()).toEqual([]);
});
