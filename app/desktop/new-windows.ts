// Electron 9 tells of a page that opens windows by the event new-window, a current one by setWindowOpenHandler.
import type { WebContents } from 'electron';

/**
 * Refuses every window that a page tries to open.
 *
 * @param contents the page
 */
export function denyNewWindows(contents: WebContents): void {
  const current: Partial<Pick<WebContents, 'setWindowOpenHandler'>> = contents;
  if (current.setWindowOpenHandler) contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  else
    (contents as NodeJS.EventEmitter).on('new-window', (event: { preventDefault(): void }) =>
      event.preventDefault(),
    );
}
