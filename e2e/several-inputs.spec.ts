// A network of two inputs and two outputs learns from an archive that NumPy wrote, with an array for each of them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { TICKETS } from '../main/training/tickets-testing.ts';
import { serializeDocument } from '../shared/document/serialize.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';
import { recordOf, runFolders } from './run-files.ts';
import { action, allDone, openTrainView, resultsOf, setField, settingsOf } from './train-view.ts';

/** 118 tickets: six words of a title, three figures; priority 0 or 1, one of four departments. Written by judges/several_outputs.py. */
const golden: { readonly archive: string } = JSON.parse(
  readFileSync(
    fileURLToPath(new URL('../main/training/golden/several-outputs.json', import.meta.url)),
    'utf8',
  ),
);

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('two inputs and two outputs: chosen, looked at, trained and tried', async ({ openPage, folder }) => {
  test.setTimeout(120_000);
  writeFileSync(path.join(folder, 'tickets.netloom'), serializeDocument(TICKETS));
  writeFileSync(path.join(folder, 'tickets.npz'), Buffer.from(golden.archive, 'base64'));
  const page = await openPage('?open=tickets.netloom');
  const faults = await watchFaults(page);
  await openTrainView(page);
  const settings = settingsOf(page);

  await test.step('the preview has a row for each input and each target, their shapes and classes', async () => {
    await setField(page, 'or from the disk', 'tickets.npz');
    const samples = settings.getByRole('table', { name: 'Samples' });
    await expect(samples.getByRole('rowheader')).toHaveText(['title', 'tags', 'department', 'priority']);
    await expect(
      settings.getByText(/In: title 6 values, tags 3 values; out: department 4 classes, priority 2 classes/),
    ).toBeVisible();
    await expect(
      settings.getByText('118 samples: 70 train, 24 validate, 24 test (as divided).'),
    ).toBeVisible();
    const ports = settings.getByRole('list', { name: 'Inputs and targets' });
    await expect(ports.getByRole('listitem')).toHaveText([
      /^title6 values, 0 to 39$/,
      /^tags3 values, -?[\d.]+ to [\d.]+$/,
      'departmenttarget, 4 classes',
      'prioritytarget, 2 classes',
    ]);
    await expect(
      settings.getByRole('list', { name: 'Samples by class of department' }).getByRole('listitem'),
    ).toHaveCount(4);
    await expect(action(page, 'Train')).toBeEnabled();
  });

  await test.step('an array that there is not is refused by name before a run, and the names lead back', async () => {
    await settings.getByRole('button', { name: /^Preparing/ }).click();
    await expect(settings.getByRole('combobox', { name: 'class weights' })).toHaveCount(0);
    await setField(page, 'department', 'team');
    await expect(settings.getByRole('status')).toContainText('no array for the output "department"');
    await expect(action(page, 'Train')).toBeDisabled();
    await setField(page, 'department', '');
    await expect(action(page, 'Train')).toBeEnabled();
  });

  await test.step('each input has its scaling, each output its curves', async () => {
    await settings.getByRole('combobox', { name: 'scaling of tags' }).selectOption('standardization');
    await setField(page, 'epochs', '60');
    await action(page, 'Train').click();
    await expect(allDone(page, 60)).toBeVisible({ timeout: 60_000 });
    for (const name of [
      'Loss',
      'Priority loss',
      'Priority accuracy',
      'Department loss',
      'Department accuracy',
    ])
      await expect(card(page, name)).toBeVisible();
    await expect(card(page, 'Accuracy')).toHaveCount(0);
    await expect(resultsOf(page).getByText(/^Test: loss .*department accuracy [\d.]+ %/)).toBeVisible();
    const record = recordOf(runFolders(folder, 'tickets')[0] ?? '');
    expect(record.engine.name).toBe('tensorflow');
    expect(record.dataset.scaling).toBe('title: none; tags: each of 3 columns standardized');
    const matrix = resultsOf(page).locator('section').filter({ hasText: 'Confusion matrix of department' });
    await matrix.getByRole('button', { name: 'Count on the test samples' }).click();
    await expect(matrix.getByText(/of 24 test samples wrong/)).toBeVisible({ timeout: 20_000 });
  });

  await test.step('samples are shown with all inputs, and with what each output says of them', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Try it' }).click();
    const samples = card(page, 'Samples');
    await expect(
      samples.getByText(/department \d+ of these 18 right, priority \d+ of these 18 right/),
    ).toBeVisible({ timeout: 20_000 });
    await samples.getByRole('button', { name: /^Sample 2: department: .*, priority: / }).click();
    await expect(samples.getByRole('heading', { name: 'Sample 2' })).toBeVisible();
    for (const name of ['title', 'tags', 'priority', 'department'])
      await expect(samples.getByRole('region', { name, exact: true })).toBeVisible();
    await samples.getByRole('radio', { name: 'training' }).click();
    await expect(samples.getByText('1–18 of 70')).toBeVisible();
  });
  expect(faults()).toEqual([]);
});
