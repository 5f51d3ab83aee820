// Transfer learning: take a network that was trained (here, or in another program), freeze it, replace its head, train, unfreeze,
// fine-tune. What is frozen stays bit for bit.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { readSafetensors } from '../main/runs/safetensors.ts';
import { drag, layerNode, middle, port } from './canvas-places.ts';
import { type CommandEnd, expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';
import { action, runRows, setField, settingsOf } from './train-view.ts';

const BODY = [
  'hidden1/kernel',
  'hidden1/bias',
  'hidden2/kernel',
  'hidden2/bias',
  'hidden3/kernel',
  'hidden3/bias',
];
const HEAD = ['head/kernel', 'head/bias'];

/** The bytes of a run's weights by name. */
async function weightsOf(run: string): Promise<ReadonlyMap<string, string>> {
  const { tensors } = await readSafetensors(path.join(run, 'weights.safetensors'));
  return new Map(
    [...tensors].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
    ]),
  );
}

/** The folders of a document's runs, the first begun first. */
const runFolders = (folder: string, name: string) =>
  readdirSync(path.join(folder, `${name}.runs`))
    .sort()
    .map(run => path.join(folder, `${name}.runs`, run));

const view = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name });
const frozen = (page: Page) => page.getByRole('switch', { name: 'frozen' });

async function setBody(page: Page, isFrozen: boolean): Promise<void> {
  await view(page, 'Design').click();
  for (const [i, name] of ['hidden1', 'hidden2', 'hidden3'].entries())
    await layerNode(page, name).click(i === 0 ? {} : { modifiers: ['Shift'] });
  await frozen(page).click();
  await expect(frozen(page)).toBeChecked({ checked: isFrozen });
}

/** Trains some epochs as a network's so-manieth run, after the first beginning with the newest one's weights, and waits for the end. */
async function train(page: Page, rate: string, run: number): Promise<void> {
  await view(page, 'Train').click();
  await setField(page, 'epochs', '3');
  await setField(page, 'learning_rate', rate);
  if (run > 1)
    await settingsOf(page).getByRole('combobox', { name: 'begin with' }).selectOption({ index: 1 });
  await action(page, 'Train').click();
  const rows = runRows(page);
  await expect(rows).toHaveCount(run);
  await expect(page.getByText('3 of 3 epochs', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(rows.first()).not.toContainText(/training|waiting/);
}

test('by mouse: freeze a trained network, replace its head, train, unfreeze, fine-tune', async ({
  openPage,
  netloom,
  folder,
}) => {
  test.setTimeout(240_000);
  expect((await netloom(['new', 'spirals-mlp', '-o', 'transfer.netloom'])).code).toBe(0);
  const page = await openPage('?open=transfer.netloom');
  const faults = await watchFaults(page);
  await expect(layerNode(page, 'hidden1')).toBeVisible();
  await train(page, '0.005', 1);

  await test.step('the body is frozen, the head replaced', async () => {
    await setBody(page, true);
    await layerNode(page, 'output').click();
    const old = await middle(layerNode(page, 'output'));
    await page.keyboard.press('Delete');
    await expect(layerNode(page, 'output')).toHaveCount(0);
    await page.getByRole('textbox', { name: 'Search layers' }).fill('dense');
    const entry = page.getByRole('navigation', { name: 'Layers' }).getByText('Dense', { exact: true });
    await drag(page, await middle(entry), old);
    await expect(layerNode(page, 'dense')).toBeVisible();
    await drag(page, await middle(port(page, 'hidden3', 'out')), await middle(port(page, 'dense', 'in')));
    await layerNode(page, 'dense').click();
    await page.getByRole('button', { name: 'Rename layer dense' }).click();
    const name = page.getByRole('textbox', { name: 'Name of the layer' });
    await name.fill('head');
    await name.press('Enter');
    const units = page.getByRole('textbox', { name: 'units' });
    await units.fill('2');
    await units.press('Enter');
    await page.getByRole('combobox', { name: 'activation', exact: true }).selectOption('softmax');
    // By hand: head (32 + 1) × 2 = 66 trainable; frozen (2 + 1) × 32 + 2 × (32 + 1) × 32 = 2,208.
    await expect(
      page
        .getByRole('region', { name: 'Summary and problems' })
        .getByRole('region', { name: 'Totals of the network' }),
    ).toContainText(/2,274[\s\S]*66/);
  });

  await train(page, '0.01', 2);
  await expect(page.getByText(/^Test: /)).toBeVisible();
  const [first = '', second = ''] = runFolders(folder, 'transfer');
  const [trained, tuned] = await Promise.all([weightsOf(first), weightsOf(second)]);
  for (const name of BODY) expect(tuned.get(name), name).toBe(trained.get(name));
  expect([...tuned.keys()].sort()).toEqual([...BODY, ...HEAD].sort());

  await setBody(page, false);
  await train(page, '0.0005', 3);
  const [, , third = ''] = runFolders(folder, 'transfer');
  const fine = await weightsOf(third);
  for (const name of [...BODY, ...HEAD]) expect(fine.get(name), name).not.toBe(tuned.get(name));
  expect(faults()).toEqual([]);
});

for (const [format, file] of [
  ['onnx', 'model.onnx'],
  ['keras', 'model.keras'],
] as const)
  test(`by command line, from a .${format} file with weights`, async ({ netloom, folder }) => {
    test.setTimeout(240_000);
    const run = async (...parameters: string[]): Promise<CommandEnd> => {
      const ended = await netloom(parameters);
      expect(ended.code, ended.stderr).toBe(0);
      return ended;
    };
    const at = (name: string) => path.join(folder, name);
    await run('new', 'spirals-mlp', '-o', 'made.netloom');
    await run('train', 'made.netloom', '--epochs', '2', '-o', at('source'));
    await run('export', format, 'made.netloom', '-o', file, '--run', at('source'));

    await run('import', file, '-o', 'taken.netloom', '--weights-out', at('imported'));
    await run('edit', 'taken.netloom', '--freeze', '*', '--rename', 'output=head');
    await run('edit', 'taken.netloom', '--unfreeze', 'head');

    // With a head of another width before any training: exports take what fits and say what does not.
    await run('edit', 'taken.netloom', '--set', 'head.units=3', '-o', 'wider.netloom');
    const given = await run(
      'export',
      format,
      'wider.netloom',
      '-o',
      `wider-${file}`,
      '--run',
      at('imported'),
    );
    expect(given.stderr).toContain(
      'warning: fresh weights of the seed 0 for head: the run has none that fit.',
    );
    await run('import', `wider-${file}`, '-o', 'back.netloom', '--weights-out', at('back'));
    const [again, imported] = await Promise.all([weightsOf(at('back')), weightsOf(at('imported'))]);
    for (const name of BODY) expect(again.get(name), name).toBe(imported.get(name));
    expect(again.get('head/kernel')?.length, '32 × 3 floats in hexadecimal').toBe(32 * 3 * 8);
    const data = ['--dataset', 'spirals', '--epochs', '2', '--weights-from'];
    const tuned = await run('train', 'taken.netloom', ...data, at('imported'), '-o', at('tuned'));
    expect(tuned.stderr).toContain('6 of 8 weights taken from');
    expect(tuned.stderr).toMatch(/fresh +head\/kernel \(32, 2\)/);
    const [source, before, after] = await Promise.all(
      ['source', 'imported', 'tuned'].map(name => weightsOf(at(name))),
    );
    for (const name of BODY) {
      expect(source?.get(name), name).toBeDefined();
      expect(before?.get(name), `${name} as it was trained`).toBe(source?.get(name));
      expect(after?.get(name), `${name} frozen`).toBe(source?.get(name));
    }

    await run('edit', 'taken.netloom', '--unfreeze', '*');
    const slow = ['--set', 'training.optimizer.learning_rate=0.0005'];
    await run('train', 'taken.netloom', ...data, at('tuned'), ...slow, '-o', at('fine'));
    const fine = await weightsOf(at('fine'));
    for (const name of [...BODY, ...HEAD]) {
      expect(fine.get(name), name).toBeDefined();
      expect(fine.get(name), name).not.toBe(after?.get(name));
    }
  });
