// The window by keyboard alone, and the sentences that refuse a wire.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { drag, layerNode, middle, port } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { namelessControls, watchFaults } from './page-faults.ts';
import { ROOT } from './served-window.ts';

test('a network is drawn, changed and saved by keyboard', async ({ openPage, netloom, folder }) => {
  const page = await openPage();
  const faults = await watchFaults(page);
  await expect(page.getByRole('dialog', { name: 'Templates' })).toBeVisible();
  await page.keyboard.press('Escape');

  await test.step('Space adds a layer, and the next one below it', async () => {
    for (const type of ['InputLayer', 'Flatten', 'Dense', 'Dropout']) {
      await page.keyboard.press('Space');
      await page.keyboard.type(type);
      await page.keyboard.press('Enter');
      await expect(page.locator('[data-layer]').filter({ hasText: type })).toHaveCount(1);
    }
    await expect(page.locator('.react-flow__edge')).toHaveCount(3);
  });

  await test.step('Delete takes the selected layer, Ctrl+Z brings it and its wire back', async () => {
    await page.keyboard.press('Delete');
    await expect(page.locator('[data-layer]')).toHaveCount(3);
    await page.keyboard.press('Control+z');
    await expect(page.locator('[data-layer]')).toHaveCount(4);
    await expect(page.locator('.react-flow__edge')).toHaveCount(3);
    await page.keyboard.press('Control+Shift+z');
    await expect(page.locator('[data-layer]')).toHaveCount(3);
  });

  await test.step('the command palette runs a command', async () => {
    await page.keyboard.press('Control+Shift+p');
    await page.keyboard.type('tidy');
    await expect(page.getByRole('option', { name: /Tidy the layout/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Undo' })).toHaveAttribute('title', /Tidy/);
  });

  await test.step('arrows walk, F2 renames', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('dense');
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('complementary').or(page.getByRole('region')).getByText('units').first(),
    ).toBeVisible();
    await page.keyboard.press('F2');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('head');
    await page.keyboard.press('Enter');
    await expect(layerNode(page, 'head')).toBeVisible();
    await page.keyboard.press('ArrowUp');
    await expect(page.locator('.react-flow__node.selected')).toContainText('Flatten');
  });

  await test.step('? lists the keys, Alt+2 goes to Train and Alt+1 back', async () => {
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keys', exact: true });
    await expect(list).toContainText('Ctrl+Shift+P');
    const guide = readFileSync(path.join(ROOT, 'docs/user-guide.md'), 'utf8');
    const rows = guide.split('\n').filter(line => line.startsWith('| `'));
    const told = rows.flatMap(row => (row.split('|')[1] ?? '').match(/(?<=`)[^`, ]+(?=`)/g) ?? []);
    const keys = await list.locator('kbd').allTextContents();
    expect([...keys].sort(), 'the keys of the user guide').toEqual(told.sort());
    expect(await namelessControls(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+2');
    await expect(page.getByText('No run of this network yet')).toBeVisible();
    await page.getByRole('textbox', { name: 'split' }).focus();
    await page.keyboard.press('Alt+3');
    await expect(page.getByText('No run of this network yet')).toHaveCount(0);
    expect(await namelessControls(page)).toEqual([]);
    await page.keyboard.press('Alt+1');
  });

  await test.step('Ctrl+S asks for a name once, then saves in silence', async () => {
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('textbox', { name: 'File name' })).toBeFocused();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('typed');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
    const file = path.join(folder, 'typed.netloom');
    expect(existsSync(file)).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8')).name, 'an unnamed network is named as its file').toBe(
      'typed',
    );
    await page.keyboard.press('Delete');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toBeVisible();
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
    expect(readFileSync(file, 'utf8')).not.toContain('Flatten');
    expect(readFileSync(`${file}.bak`, 'utf8'), 'the file before is kept').toContain('Flatten');
    expect((await netloom(['summary', 'typed.netloom'])).code).not.toBe(2);
  });

  expect(faults()).toEqual([]);
});

test('a wire is refused with the shapes that do not fit', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  const canvas = await middle(page.locator('.react-flow__pane'));
  // An empty place left below: a double-click there searches, and what is chosen has no wire yet.
  const box = await page.locator('.react-flow__pane').boundingBox();
  if (!box) throw new Error('The canvas is not to be seen.');
  await page.mouse.dblclick(box.x + 60, canvas.y + 230);
  await page.keyboard.type('Conv2D');
  await page.keyboard.press('Enter');
  await expect(layerNode(page, 'conv2d')).toBeVisible();
  await page.keyboard.press('1');
  await page.waitForTimeout(400);
  await drag(page, await middle(port(page, 'fc5', 'out')), await middle(port(page, 'conv2d', 'in')));
  await expect(page.getByRole('status').filter({ hasText: 'needs 4 axes' })).toContainText('(None, 120)');
  await expect(page.locator('.react-flow__edge')).toHaveCount(8);
});

test('Enter leads to the parameters of a layer, Escape back to the canvas', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  await page.keyboard.press('Alt+i');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toHaveCount(0);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('conv1');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'filters' })).toBeFocused();
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await expect(layerNode(page, 'conv1')).toContainText('28 × 28 × 8');
  await page.keyboard.type('9');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'filters' }), 'what was typed goes first').toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.react-flow__node.selected')).toContainText('pool2');
});
