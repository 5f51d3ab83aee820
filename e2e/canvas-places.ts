import type { Locator, Page } from '@playwright/test';

/** A point of the page, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A layer on the canvas. */
export function layerNode(page: Page, name: string): Locator {
  return page.locator(`[data-layer="${name}"]`);
}

/** A layer's first port. */
export function port(page: Page, layer: string, side: 'in' | 'out'): Locator {
  return page.locator(`.react-flow__handle[data-nodeid="${layer}"][data-handleid="${side}:0"]`);
}

/** Frames of the window for which an element must stand still: longer than a change of the view takes to begin. */
const STILL_FRAMES = 5;

/**
 * The middle of an element, once it is seen and stands still: a network that was just opened is fitted into the canvas a frame after it is drawn, and other
 * changes of the view take some frames.
 */
export async function middle(element: Locator): Promise<Point> {
  return element.evaluate(async (shown, stillFrames) => {
    const measure = () => {
      const { x, y, width, height } = shown.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2, isSeen: width > 0 && height > 0 };
    };
    let place = measure();
    for (let still = 0; still < stillFrames; ) {
      await new Promise(resolve => requestAnimationFrame(resolve));
      const now = measure();
      still = now.isSeen && now.x === place.x && now.y === place.y ? still + 1 : 0;
      place = now;
    }
    return { x: place.x, y: place.y };
  }, STILL_FRAMES);
}

/** Drags by the mouse of Playwright from one place to another, in steps as a hand does. */
export async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}
