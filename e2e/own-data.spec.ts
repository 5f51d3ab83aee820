// A user's own table, from the path to a model that takes the numbers of the file: what cannot be trained on is told before a run begins.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import * as onnxruntime from 'onnxruntime-node';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';
import { epochsOf, recordOf, runFolders } from './run-files.ts';
import { action, allDone, openTrainView, resultsOf, runRows, setField, settingsOf } from './train-view.ts';

const ROWS = 150;
/** Two numbers of very different size, of which the large one decides; a number of the row and a text that no network can take. */
const rows = Array.from({ length: ROWS }, (_, i) => {
  const isFar = i % 2 === 1;
  return [i, `sheet ${i}`, (i * 37) % 100, (isFar ? 5000 : 1000) + ((i * 13) % 200), isFar ? 'far' : 'near'];
});
const HEAD = 'row,note,small,large,place';

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('own data: refusals before a run, curves of all metrics, a comparison, and the scaling in the model', async ({
  openPage,
  netloom,
  folder,
}) => {
  test.setTimeout(120_000);
  // The last line lacks most of its cells.
  const lines = [HEAD, ...rows.map(row => row.join(',')), '1,2'];
  writeFileSync(path.join(folder, 'places.csv'), lines.join('\n'));
  expect((await netloom(['new', 'spirals-mlp', '-o', 'places.netloom'])).code).toBe(0);
  const page = await openPage('?open=places.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const settings = settingsOf(page);

  await test.step('what keeps the data from being trained on stands beside them, with what mends it', async () => {
    await setField(page, 'or from the disk', 'places.csv');
    const told = settings.getByRole('status');
    await expect(told).toContainText('The column "note"');
    await expect(told).toContainText('Leave it out ("leave out" under Preparing');
    await expect(action(page, 'Train')).toBeDisabled();
    await settings.getByRole('button', { name: /^Preparing/ }).click();
    await setField(page, 'leave out', 'row, note');
    await expect(told.filter({ hasText: '1 line cannot be read' })).toBeVisible();
    await expect(action(page, 'Train')).toBeDisabled();
    await settings.getByRole('button', { name: 'Leave 1 line out' }).click();
    await expect(settings.getByText(/1 line left out, since it cannot be read/)).toBeVisible();
    await expect(action(page, 'Train')).toBeEnabled();
    expect(runFolders(folder, 'places'), 'no run was begun').toEqual([]);
  });

  await test.step('the preview counts the parts of the split that is set', async () => {
    await setField(page, 'split', '60/20/20');
    await expect(settings.getByText('150 samples: 90 train, 30 validate, 30 test')).toBeVisible();
  });

  await test.step('every metric has its curve', async () => {
    await settings.getByRole('button', { name: /^Metrics/ }).click();
    await settings.getByRole('checkbox', { name: 'F1 score' }).check();
    await setField(page, 'epochs', '30');
    await action(page, 'Train').click();
    await expect(allDone(page, 30)).toBeVisible({ timeout: 40_000 });
    await expect(card(page, 'F1 score').getByText(/validation (1\.000|0\.9\d\d)/)).toBeVisible();
    await expect(resultsOf(page).getByText(/^Test: .*F1 score/)).toBeVisible();
  });

  await test.step('a paused run tells the epochs that it has done, not those of its last checkpoint', async () => {
    await setField(page, 'epochs', '100000');
    await action(page, 'Train').click();
    await expect(runRows(page).first()).toContainText('training', { timeout: 40_000 });
    await expect(page.getByText(/^Epoch (\d\d+) of 100000$/)).toBeVisible({ timeout: 40_000 });
    await action(page, 'Pause').click();
    await expect(runRows(page).first()).toContainText('paused');
    const done = Number(/(\d+) of 100000 epochs/.exec(await resultsOf(page).innerText())?.[1]);
    await expect(page.getByText(`Epoch ${done + 1} of 100000`, { exact: true })).toBeVisible();
    expect(done).toBeGreaterThanOrEqual(epochsOf(runFolders(folder, 'places')[1] ?? '').length);
    await action(page, 'Stop').click();
    await expect(runRows(page).first()).toContainText('stopped');
  });

  await test.step('two runs are compared', async () => {
    await runRows(page).nth(1).click();
    const [, other = ''] = runFolders(folder, 'places');
    await resultsOf(page).getByRole('combobox', { name: 'compare with' }).selectOption(other);
    const title = new Date(recordOf(other).started).toLocaleTimeString('en-GB');
    await expect(card(page, 'Loss').getByText(title)).toBeVisible();
    await expect(card(page, 'F1 score').getByText(title)).toBeVisible();
  });

  await test.step('the model with the scaling in it tells the classes from the numbers of the file', async () => {
    await action(page, 'Export').click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog
      .getByRole('combobox', { name: 'weights' })
      .selectOption(runFolders(folder, 'places')[0] ?? '');
    await dialog.getByRole('switch', { name: 'scaling' }).click();
    await expect(
      dialog.getByText(/each of 2 columns standardized.*as they stand in the files/),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await page
      .getByRole('dialog', { name: 'Export to' })
      .getByRole('button', { name: 'Save', exact: true })
      .click();
    await expect(dialog).toContainText('Written and confirmed', { timeout: 40_000 });
    const session = await onnxruntime.InferenceSession.create(
      readFileSync(path.join(folder, 'spirals-mlp.onnx')),
    );
    const raw = Float32Array.from(rows.flatMap(([, , small, large]) => [Number(small), Number(large)]));
    const [input = ''] = session.inputNames;
    const [output = ''] = session.outputNames;
    const answers = await session.run({ [input]: new onnxruntime.Tensor('float32', raw, [ROWS, 2]) });
    const shares = answers[output]?.data ?? [];
    // Classes stand in the order of their names: far, near.
    const right = rows.filter(([, , , , place], i) => Number(shares[2 * i]) > 0.5 === (place === 'far'));
    expect(right.length).toBeGreaterThan(0.95 * ROWS);
  });
  expect(faults()).toEqual([]);
});
