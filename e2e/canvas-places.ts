import type { Locator, Page } from '@playwright/test';
import type { Point } from './cdp-mouse.ts';

/** A layer on the canvas. */
export function layerNode(page: Page, name: string): Locator {
  return page.locator(`[data-layer="${name}"]`);
}

/** A layer's first port. */
export function port(page: Page, layer: string, side: 'in' | 'out'): Locator {
  return page.locator(`.react-flow__handle[data-nodeid="${layer}"][data-handleid="${side}:0"]`);
}

/** The middle of an element. */
export async function middle(element: Locator): Promise<Point> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`${element} is not to be seen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags by the mouse of Playwright from one place to another, in steps as a hand does. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}
