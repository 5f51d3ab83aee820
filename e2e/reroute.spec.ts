// Points that lead wires: by mouse and by keys, within blocks, saved, copied, tidied.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { drag, layerNode, middle, port } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

const points = (page: Page) => page.locator('.react-flow__node-point');
const wire = (page: Page, from: string, to: string) => page.locator(`[data-id="${from}:0>${to}:0"]`);
const wayOf = (page: Page, from: string, to: string) =>
  wire(page, from, to).locator('path').first().getAttribute('d');
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true });

test('a wire is led through points by the mouse, saved and drawn', async ({ openPage, netloom, folder }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await expect(layerNode(page, 'conv1')).toBeVisible();
  const start = await middle(port(page, 'conv1', 'out'));
  const end = await middle(port(page, 'pool2', 'in'));
  const others = await wayOf(page, 'pool2', 'conv3');
  const straight = await wayOf(page, 'conv1', 'pool2');

  await test.step('a double-click adds a point, which is dragged as one step', async () => {
    await page.mouse.dblclick(start.x, (start.y + end.y) / 2);
    await expect(points(page)).toHaveCount(1);
    expect(await wayOf(page, 'conv1', 'pool2'), 'the wire stays where it ran').toMatch(/^M98,/);
    const at = await middle(points(page));
    await drag(page, at, { x: at.x + 140, y: at.y });
    await expect(undo(page)).toHaveAttribute('title', /Move/);
    expect(await wayOf(page, 'conv1', 'pool2')).not.toBe(straight);
    const moved = await middle(points(page));
    expect(Math.abs(moved.x - at.x - 140)).toBeLessThan(5);
    await page.keyboard.press('Control+z');
    await expect.poll(() => middle(points(page))).toEqual(at);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => middle(points(page))).toEqual(moved);
  });

  await test.step('the menu of the wire adds another, a double-click on it takes it away', async () => {
    await page.mouse.click(start.x, start.y + 14, { button: 'right' });
    await page.getByRole('menuitem', { name: /Add a reroute point/ }).click();
    await expect(points(page)).toHaveCount(2);
    await points(page).first().dblclick();
    await expect(points(page)).toHaveCount(1);
    await points(page).first().click({ button: 'right' });
    await expect(page.getByRole('menuitem', { name: /Remove the reroute point/ })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('it moves with both its layers, not with one, and no other wire changes', async () => {
    const before = await middle(points(page));
    await page.keyboard.press('Escape');
    await layerNode(page, 'pool2').click();
    await page.keyboard.press('Control+ArrowDown');
    expect(await middle(points(page))).toEqual(before);
    await points(page).click({ modifiers: ['Shift'] });
    await expect(page.locator('.react-flow__node.selected'), 'Shift selects it as well').toHaveCount(2);
    await points(page).click({ modifiers: ['Shift'] });
    await expect(page.locator('.react-flow__node.selected')).toHaveCount(1);
    await page.keyboard.press('Control+z');
    expect(await wayOf(page, 'pool2', 'conv3')).toBe(others);
    await layerNode(page, 'conv1').click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+ArrowDown');
    await expect.poll(async () => (await middle(points(page))).y).toBeGreaterThan(before.y);
    await page.keyboard.press('Control+z');
    await expect.poll(() => middle(points(page))).toEqual(before);
  });

  await test.step('a copy of both layers has it too', async () => {
    await page.keyboard.press('Escape');
    await layerNode(page, 'conv1').click();
    await layerNode(page, 'pool2').click({ modifiers: ['Control'] });
    await page.keyboard.press('Control+d');
    await expect(points(page)).toHaveCount(2);
    await page.keyboard.press('Control+z');
    await expect(points(page)).toHaveCount(1);
  });

  await test.step('the file keeps it, and the picture is drawn so', async () => {
    await page.keyboard.press('Control+s');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('led');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('img', { name: 'Unsaved changes' })).toHaveCount(0);
    const text = readFileSync(path.join(folder, 'led.netloom'), 'utf8');
    const [, x, y] = /"from": "conv1", "to": "pool2", "via": \[\[(-?\d+), (-?\d+)\]\]/.exec(text) ?? [];
    expect(x).toBeDefined();
    expect((await netloom(['export', 'svg', 'led.netloom', '-o', 'led.svg'])).code).toBe(0);
    expect(readFileSync(path.join(folder, 'led.svg'), 'utf8')).toContain(`${x},${y}`);
    const again = await openPage('?open=led.netloom');
    await expect(points(again)).toHaveCount(1);
    await again.close();
  });

  await test.step('Tidy lets the wire find its own way', async () => {
    await page.getByRole('button', { name: 'Tidy', exact: true }).click();
    await expect(points(page)).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(points(page)).toHaveCount(1);
  });

  expect(faults()).toEqual([]);
});

test('points are reached, moved and removed by keys, within a block too', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await layerNode(page, 'conv1').click();
  await layerNode(page, 'pool2').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+Shift+b');
  await page.keyboard.press('Enter');
  await expect(layerNode(page, 'input')).toBeVisible();
  await expect(layerNode(page, 'pool4')).toHaveCount(0);
  await layerNode(page, 'conv1').click();

  await page.keyboard.press('w');
  await expect(page.getByText('Wire from conv1 to pool2')).toBeAttached();
  await page.keyboard.press('r');
  await expect(page.getByText('Reroute point 1 of 1 of the wire from conv1 to pool2')).toBeAttached();
  const at = await middle(points(page));
  for (let i = 0; i < 5; i++) await page.keyboard.press('Control+ArrowRight');
  await expect.poll(async () => (await middle(points(page))).x).toBeGreaterThan(at.x + 5);
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('.react-flow__node.selected')).toContainText('conv1');
  await page.keyboard.press('w');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('Reroute point 1 of 1 of the wire from conv1 to pool2')).toBeAttached();
  await page.keyboard.press('Delete');
  await expect(points(page)).toHaveCount(0);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(points(page)).toHaveCount(1);
  expect(faults()).toEqual([]);
});
