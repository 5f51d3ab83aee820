import type { CDPSession, Page } from '@playwright/test';
import { middle, type Point } from './canvas-places.ts';

/**
 * A mouse that works in the old Electron as well, where Playwright's own `page.click` and `page.mouse` use newer calls of
 * the protocol. Positions are the page's; `centerOf` finds that of an element.
 */
export class CdpMouse {
  private at: Point = { x: 0, y: 0 };

  /** @param session of the page */
  constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  /** The middle of the first element that a selector of Playwright's finds, once it has a size and stands still. */
  async centerOf(selector: string): Promise<Point> {
    const element = this.page.locator(selector).first();
    await element.waitFor({ state: 'attached' });
    return middle(element);
  }

  /** Moves in steps, as a hand does. */
  async move(to: Point, { steps = 8, isPressed = false } = {}): Promise<void> {
    const from = this.at;
    for (let i = 1; i <= steps; i++) {
      const x = from.x + ((to.x - from.x) * i) / steps;
      const y = from.y + ((to.y - from.y) * i) / steps;
      await this.send(
        'mouseMoved',
        { x, y },
        { button: isPressed ? 'left' : 'none', buttons: isPressed ? 1 : 0 },
      );
    }
    this.at = to;
  }

  /** Clicks a point or an element; `count` 2 is a double-click. */
  async click(target: Point | string, count = 1): Promise<void> {
    const point = typeof target === 'string' ? await this.centerOf(target) : target;
    await this.move(point, { steps: 2 });
    for (let clickCount = 1; clickCount <= count; clickCount++) {
      await this.send('mousePressed', point, { button: 'left', buttons: 1, clickCount });
      await this.send('mouseReleased', point, { button: 'left', buttons: 0, clickCount });
    }
  }

  /** Presses at one place, moves, and lets go at the other. */
  async drag(from: Point | string, to: Point | string): Promise<void> {
    const start = typeof from === 'string' ? await this.centerOf(from) : from;
    const end = typeof to === 'string' ? await this.centerOf(to) : to;
    await this.move(start, { steps: 2 });
    await this.send('mousePressed', start, { button: 'left', buttons: 1, clickCount: 1 });
    await this.move(end, { steps: 12, isPressed: true });
    await this.send('mouseReleased', end, { button: 'left', buttons: 0, clickCount: 1 });
  }

  private async send(
    type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
    { x, y }: Point,
    button: { readonly button: 'left' | 'none'; readonly buttons: number; readonly clickCount?: number },
  ): Promise<void> {
    await this.session.send('Input.dispatchMouseEvent', { type, x, y, ...button });
  }
}
