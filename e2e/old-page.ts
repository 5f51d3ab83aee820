import type { CDPSession } from '@playwright/test';

/** What Playwright's own scripts ask of a page and Chromium 83 has not; judged by the styles that the tests can meet. */
const CHECK_VISIBILITY = `if (!Element.prototype.checkVisibility) Element.prototype.checkVisibility = function () {
  for (let element = this; element; element = element.parentElement)
    if (getComputedStyle(element).display === 'none') return false;
  return true;
};`;

/**
 * Makes Playwright's questions about visibility work in the old Electron: in every script world of the page, now and after
 * each load. A current Chromium is left as it is.
 *
 * @param session of the page
 */
export async function mendOldPage(session: CDPSession): Promise<void> {
  session.on('Runtime.executionContextCreated', ({ context }) => {
    session.send('Runtime.evaluate', { contextId: context.id, expression: CHECK_VISIBILITY }).catch(() => {
      // The page has gone on to another document, which is mended by itself.
    });
  });
  await session.send('Runtime.enable');
}
