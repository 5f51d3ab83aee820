// Keys that the user changes: from the list of keys, kept by the window, shown wherever keys are shown.
import { layerNode } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { keyList, keyOf } from './key-list.ts';
import { namelessControls, watchFaults } from './page-faults.ts';

test('a key is changed, taken over, kept for the next session and reset', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await expect(layerNode(page, 'conv1')).toBeVisible();

  await test.step('keys that the browser keeps are refused, Escape leaves', async () => {
    await page.keyboard.press('?');
    await keyOf(page, 'Tidy the layout').click();
    await page.keyboard.press('Control+t');
    await expect(keyList(page).getByRole('status')).toContainText('The browser keeps Ctrl+T for itself');
    await page.keyboard.press('Escape');
    await expect(keyOf(page, 'Tidy the layout')).toHaveText('L');
    await expect(keyOf(page, 'Tidy the layout')).toBeFocused();
  });

  await test.step('new keys run the command, old ones no longer', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+Shift+t');
    await expect(keyOf(page, 'Tidy the layout')).toHaveText('Alt+Shift+T');
    expect(await namelessControls(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(keyList(page)).toHaveCount(0);
    const tidy = page.getByRole('button', { name: 'Tidy', exact: true });
    await expect(tidy).toHaveAttribute('title', 'Tidy the layout (Alt+Shift+T)');
    await layerNode(page, 'conv1').click();
    await page.keyboard.press('Control+ArrowRight');
    const undo = page.getByRole('button', { name: 'Undo', exact: true });
    await expect(undo).toHaveAttribute('title', /Move/);
    await page.keyboard.press('l');
    await page.keyboard.press('Alt+Shift+t');
    await expect(undo).toHaveAttribute('title', /Tidy/);
    await page.keyboard.press('Control+z');
    await expect(undo, 'L did nothing').toHaveAttribute('title', /Move/);
  });

  await test.step('a clash names the other command, which loses the keys', async () => {
    await page.keyboard.press('?');
    await keyOf(page, 'Duplicate').click();
    await page.keyboard.press('Control+b');
    await expect(keyList(page).getByRole('status')).toContainText('Ctrl+B runs "Bypass"');
    await keyList(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(keyOf(page, 'Duplicate')).toHaveText('Ctrl+D');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await expect(keyList(page).getByRole('button', { name: 'Take over' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(keyOf(page, 'Duplicate')).toHaveText('Ctrl+B');
    await expect(keyOf(page, 'Bypass')).toHaveText('none');
    await page.keyboard.press('Escape');
    await layerNode(page, 'conv1').click();
    await page.keyboard.press('Control+b');
    await expect(layerNode(page, 'conv1_1')).toBeVisible();
    await page.keyboard.press('Control+Shift+p');
    await expect(page.getByRole('option', { name: /^Duplicate/ })).toContainText('Ctrl+B');
    await page.keyboard.press('Escape');
  });

  await test.step('a command without keys gets one, and gives it up', async () => {
    await page.keyboard.press('?');
    await keyOf(page, 'Align left edges').click();
    await page.keyboard.press('a');
    await expect(keyOf(page, 'Align left edges')).toHaveText('A');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(keyOf(page, 'Align left edges')).toHaveText('none');
    await page.keyboard.press('Escape');
  });

  await test.step('the next session has them, the document has not', async () => {
    const page = await openPage('?template=lenet-5');
    await expect(layerNode(page, 'conv1')).toBeVisible();
    await page.keyboard.press('?');
    await expect(keyOf(page, 'Duplicate')).toHaveText('Ctrl+B');
    await keyList(page).getByRole('button', { name: 'Reset Bypass' }).click();
    await expect(keyList(page).getByRole('status')).toContainText('would be taken from "Duplicate"');
    await page.keyboard.press('Enter');
    await expect(keyOf(page, 'Bypass')).toHaveText('Ctrl+B');
    await expect(keyOf(page, 'Duplicate')).toHaveText('none');
    await keyList(page).getByRole('button', { name: 'Reset all' }).click();
    await expect(keyOf(page, 'Duplicate')).toHaveText('Ctrl+D');
    await expect(keyOf(page, 'Tidy the layout')).toHaveText('L');
    await expect(keyList(page).getByRole('button', { name: 'Reset all' })).toBeDisabled();
  });

  expect(faults()).toEqual([]);
});

test('a text field keeps its keys, whatever they are given to', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(layerNode(page, 'conv1')).toBeVisible();
  await page.keyboard.press('?');
  // The keys of Save work in fields: a plain letter must not.
  await keyOf(page, 'Save').click();
  await page.keyboard.press('t');
  await expect(keyOf(page, 'Save')).toHaveText('T');
  await page.keyboard.press('Escape');
  await expect(keyList(page)).toHaveCount(0);
  await layerNode(page, 'conv1').click();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('stem');
  await page.keyboard.press('Enter');
  await expect(layerNode(page, 'stem')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('t');
  await expect(page.getByRole('dialog', { name: /Save/ }), 'elsewhere it saves').toBeVisible();
});
