// Gestures of the canvas by mouse and keys: a wire's end taken to another port, a frame moved and resized with what stands
// in it, layers pasted with the wires from outside.
import type { Page } from '@playwright/test';
import { drag, layerNode, middle, port } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

/** Where a wire begins: below the reach of its output, which begins a new wire. */
const BELOW_OUTPUT = 16;
/** Where a wire ends: at the very port, or anywhere up to here above it. */
const ABOVE_INPUT = 22;

const wire = (page: Page, from: string, to: string) => page.locator(`[data-id="${from}:0>${to}:0"]`);
const frame = (page: Page) => page.locator('[data-id="frame:0"]');
/** Where something stands on the canvas, in canvas pixels. */
const place = (page: Page, id: string) =>
  page.locator(`.react-flow__node[data-id="${id}"]`).evaluate(node => {
    const { e, f } = new DOMMatrix(getComputedStyle(node).transform);
    return [e, f, Number.parseFloat(getComputedStyle(node).width), node.clientHeight];
  });

test('a wire is taken to another port by either end', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  const end = await middle(port(page, 'pool2', 'in'));
  const start = await middle(port(page, 'conv1', 'out'));

  await drag(page, end, await middle(port(page, 'conv3', 'in')));
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(0);
  await expect(wire(page, 'pool2', 'conv3'), 'a port with one wire gives up the old one').toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  await expect(wire(page, 'pool2', 'conv3')).toHaveCount(1);

  await drag(page, { x: start.x, y: start.y + BELOW_OUTPUT }, await middle(port(page, 'input', 'out')));
  await expect(wire(page, 'input', 'pool2')).toHaveCount(1);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();

  const loose = await middle(port(page, 'flatten', 'in'));
  await drag(page, { x: loose.x, y: loose.y - ABOVE_INPUT }, await middle(port(page, 'conv1', 'in')));
  await expect(page.getByRole('status').filter({ hasText: /loop/ })).toBeVisible();
  await expect(wire(page, 'pool4', 'flatten')).toHaveCount(1);
  expect(faults()).toEqual([]);
});

test('a wire whose end is put back on its port stays', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  const end = await middle(port(page, 'pool2', 'in'));
  await page.mouse.move(end.x, end.y);
  await page.mouse.down();
  await page.mouse.move(end.x + 60, end.y - 40, { steps: 5 });
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('Ctrl takes the wire of an input to another one, and no other wire of its source', async ({
  openPage,
}) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  await drag(page, await middle(port(page, 'conv1', 'out')), await middle(port(page, 'conv3', 'in')));
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);
  await page.keyboard.down('Control');
  await drag(page, await middle(port(page, 'conv3', 'in')), await middle(port(page, 'pool4', 'in')));
  await page.keyboard.up('Control');
  await expect(wire(page, 'conv1', 'pool4')).toHaveCount(1);
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(0);
  await expect(wire(page, 'conv1', 'pool2'), 'the other wire stays').toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);

  const end = await middle(port(page, 'conv3', 'in'));
  const above = { x: end.x, y: end.y - ABOVE_INPUT };
  const other = await middle(port(page, 'pool4', 'in'));
  await page.keyboard.down('Control');
  await page.mouse.move(above.x, above.y);
  await page.mouse.down();
  await page.mouse.move(other.x, other.y, { steps: 6 });
  await expect(port(page, 'pool4', 'in'), 'inputs light up').toHaveClass(/portChosen/);
  await page.mouse.up();
  await page.keyboard.up('Control');
  await expect(wire(page, 'conv1', 'pool4'), 'taken above the port').toHaveCount(1);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);

  await page.keyboard.down('Control');
  await drag(page, end, { x: end.x + 60, y: end.y - 70 });
  await page.keyboard.up('Control');
  await expect(wire(page, 'conv1', 'conv3'), 'over nothing it stays').toHaveCount(1);
  await page.keyboard.press('Escape');
  expect(faults()).toEqual([]);
});

test('Ctrl takes all wires of an output to another one, as one step', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  const ctrlDrag = async (from: string, to: string) => {
    await page.keyboard.down('Control');
    await drag(page, await middle(port(page, from, 'out')), await middle(port(page, to, 'out')));
    await page.keyboard.up('Control');
  };
  await expect(wire(page, 'conv3', 'pool4')).toHaveCount(1);
  await drag(page, await middle(port(page, 'conv1', 'out')), await middle(port(page, 'conv3', 'in')));
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);

  await ctrlDrag('conv1', 'input');
  await expect(wire(page, 'input', 'conv3')).toHaveCount(1);
  await expect(wire(page, 'input', 'pool2')).toHaveCount(1);
  await expect(page.locator('[data-id^="conv1:0>"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);

  await ctrlDrag('conv1', 'pool4');
  await expect(page.getByRole('status').filter({ hasText: /loop/ })).toBeVisible();
  await expect(wire(page, 'conv1', 'pool2'), 'what refuses leaves everything as it was').toHaveCount(1);
  expect(faults()).toEqual([]);
});

test('a line drawn with Alt cuts the wires under it, as one step', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  const [conv, pool] = [await middle(port(page, 'conv1', 'out')), await middle(port(page, 'pool2', 'in'))];
  const y = (conv.y + pool.y) / 2;
  const viewport = page.locator('.react-flow__viewport');
  const before = await viewport.getAttribute('style');

  await page.keyboard.down('Alt');
  await drag(page, { x: conv.x - 60, y }, { x: conv.x + 60, y });
  await page.keyboard.up('Alt');
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(0);
  await expect(wire(page, 'input', 'conv1')).toHaveCount(1);
  expect(await viewport.getAttribute('style'), 'the canvas stays').toBe(before);
  await page.keyboard.press('Control+z');
  await expect(wire(page, 'conv1', 'pool2')).toHaveCount(1);

  await page.keyboard.down('Alt');
  await page.mouse.move(conv.x - 60, y);
  await page.mouse.down();
  await page.mouse.move(conv.x + 60, y, { steps: 6 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.keyboard.up('Alt');
  await expect(wire(page, 'conv1', 'pool2'), 'Escape gives it up').toHaveCount(1);
  expect(faults()).toEqual([]);
});

test('a click on one of several selected layers selects it alone, a drag takes all', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  const selected = () =>
    page
      .locator('.react-flow__node.selected')
      .evaluateAll(nodes => nodes.map(node => node.getAttribute('data-id')));
  await expect(layerNode(page, 'conv1')).toBeVisible();
  const last = await middle(layerNode(page, 'pool2'));
  const first = await layerNode(page, 'input').boundingBox();
  const corner = { x: (first?.x ?? 0) - 10, y: (first?.y ?? 0) - 10 };
  const rectangle = async () => {
    await page.keyboard.down('Shift');
    await drag(page, corner, last);
    await page.keyboard.up('Shift');
    expect(await selected()).toEqual(['input', 'conv1', 'pool2']);
  };
  await rectangle();
  await layerNode(page, 'conv1').click();
  expect(await selected()).toEqual(['conv1']);
  await rectangle();
  const before = [await place(page, 'input'), await place(page, 'pool2')];
  const grip = await middle(layerNode(page, 'conv1'));
  await drag(page, grip, { x: grip.x + 40, y: grip.y + 20 });
  expect(await selected()).toEqual(['input', 'conv1', 'pool2']);
  const after = [await place(page, 'input'), await place(page, 'pool2')];
  for (const [i, [x = 0, y = 0]] of after.entries()) {
    expect(x).toBeGreaterThan((before[i]?.[0] ?? 0) + 30);
    expect(y).toBeGreaterThan((before[i]?.[1] ?? 0) + 10);
  }
  await page.keyboard.press('Control+z');
  await expect.poll(() => place(page, 'input')).toEqual(before[0]);
  await layerNode(page, 'fc6').click();
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('option', { name: 'Select what is connected to the selection' }).click();
  await expect.poll(selected).toHaveLength(9);
  expect(faults()).toEqual([]);
});

test('a layer is detached from its wires, which heal', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await layerNode(page, 'pool2').click();
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('option', { name: 'Detach from its wires' }).click();
  await expect(wire(page, 'conv1', 'conv3')).toHaveCount(1);
  await expect(page.locator('.react-flow__edge[data-id*="pool2"]')).toHaveCount(0);
  await expect(layerNode(page, 'pool2')).toBeVisible();
});

test('a frame is titled, moved with its layers and resized without', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  const faults = await watchFaults(page);
  await layerNode(page, 'conv1').click();
  await layerNode(page, 'pool2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('Control+g');
  await page.getByRole('textbox', { name: 'Title of the frame' }).fill('First stage');
  await page.keyboard.press('Enter');
  const title = frame(page).getByRole('button', { name: 'First stage' });
  await expect(title).toBeVisible();

  const before = await place(page, 'frame:0');
  const [left = 0, top = 0, width = 0] = before;
  const inside = await place(page, 'conv1');
  const box = await title.boundingBox();
  const grip = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 12 };
  await drag(page, grip, { x: grip.x + 150, y: grip.y + 30 });
  const moved = await place(page, 'frame:0');
  expect(moved[0]).toBeGreaterThan(left + 100);
  const shift = [(moved[0] ?? 0) - left, (moved[1] ?? 0) - top];
  const carried = await place(page, 'conv1');
  expect([(carried[0] ?? 0) - (inside[0] ?? 0), (carried[1] ?? 0) - (inside[1] ?? 0)]).toEqual(shift);
  await page.keyboard.press('Control+z');
  await expect.poll(() => place(page, 'frame:0')).toEqual(before);
  await expect.poll(() => place(page, 'conv1')).toEqual(inside);

  // The wire from the input runs under the middle of the title.
  const port1 = await middle(port(page, 'conv1', 'in'));
  const bar = await title.boundingBox();
  await page.mouse.click(port1.x, (bar?.y ?? 0) + 10);
  await expect(page.locator('.react-flow__resize-control.handle').first()).toBeVisible();
  await page.keyboard.press('Escape');

  await title.click({ position: { x: 20, y: 12 } });
  const corner = await middle(page.locator('.react-flow__resize-control.handle.bottom.right'));
  await drag(page, corner, { x: corner.x + 90, y: corner.y + 40 });
  await expect.poll(async () => (await place(page, 'frame:0'))[2]).toBeGreaterThan(width + 60);
  expect((await place(page, 'frame:0')).slice(0, 2)).toEqual([left, top]);
  expect(await place(page, 'conv1')).toEqual(inside);
  await page.keyboard.press('Control+z');
  await expect.poll(() => place(page, 'frame:0')).toEqual(before);

  await title.dblclick({ position: { x: 20, y: 12 } });
  await page.getByRole('textbox', { name: 'Title of the frame' }).fill('Second');
  await page.keyboard.press('Enter');
  await expect(frame(page)).toContainText('Second');
  await page.keyboard.press('Control+z');
  await expect(frame(page)).toContainText('First stage');
  expect(faults()).toEqual([]);
});

test('layers are pasted with the wires from outside, also in another window', async ({
  openPage,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await openPage('?template=lenet-5');
  await layerNode(page, 'pool2').click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Shift+V');
  await expect(wire(page, 'conv1', 'pool2_1')).toHaveCount(1);
  await page.keyboard.press('Control+v');
  await expect(layerNode(page, 'pool2_2')).toBeVisible();
  await expect(page.locator('.react-flow__edge[data-id*="pool2_2"]')).toHaveCount(0);

  const other = await openPage('?template=lenet-5');
  await layerNode(other, 'conv3').click();
  await other.keyboard.press('Control+Shift+V');
  await expect(wire(other, 'conv1', 'pool2_1')).toHaveCount(1);
  await other.keyboard.press('Control+z');
  await expect(layerNode(other, 'pool2_1')).toHaveCount(0);
});
