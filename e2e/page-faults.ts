import type { Page } from '@playwright/test';

/**
 * Collects what a page must not do: errors in the console, exceptions, violations of its content security policy.
 *
 * @param page before anything is done with it; it is loaded anew, so that its start is watched too
 * @returns the faults so far
 */
export async function watchFaults(page: Page): Promise<() => readonly string[]> {
  const faults: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => faults.push(`exception: ${error.message}`));
  await page.exposeFunction('reportViolation', (text: string) => void faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      const report: unknown = Reflect.get(window, 'reportViolation');
      if (typeof report === 'function') report(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.reload();
  return () => faults;
}

/** The markup of controls that a screen reader could not name: buttons, fields, tabs without any text. */
export function namelessControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isSeen = (element: Element) => element.getClientRects().length > 0;
    const textOf = (ids: string | null) =>
      (ids ?? '').split(/\s+/).map(id => (id === '' ? '' : (document.getElementById(id)?.textContent ?? '')));
    return [...document.querySelectorAll('button, [role="button"], [role="tab"], input, select, textarea')]
      .filter(isSeen)
      .filter(element => {
        const labels = 'labels' in element ? [...((element.labels ?? []) as NodeListOf<HTMLElement>)] : [];
        const names = [
          element.getAttribute('aria-label') ?? '',
          ...textOf(element.getAttribute('aria-labelledby')),
          element.getAttribute('title') ?? '',
          element.textContent ?? '',
          ...labels.map(label => label.textContent ?? ''),
        ];
        return names.every(name => name.trim() === '');
      })
      .map(element => element.outerHTML.slice(0, 200));
  });
}
