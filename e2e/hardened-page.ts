import { expect, type Page } from '@playwright/test';

/** What the window's page must not be able to do, in a browser and on the desktop alike. */
export async function expectHardenedPage(page: Page): Promise<void> {
  const address = page.url();
  expect(
    await page.evaluate(() => [typeof Reflect.get(window, 'process'), typeof Reflect.get(window, 'require')]),
    'no Node in the window',
  ).toEqual(['undefined', 'undefined']);
  expect(
    await page.evaluate(
      () =>
        new Promise(resolve => {
          setTimeout('window.evaluated = true');
          setTimeout(() => resolve(Reflect.get(window, 'evaluated')), 50);
        }),
    ),
    'text is not run as code',
  ).toBeUndefined();
  expect(
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruded = true';
      document.head.append(script);
      return Reflect.get(window, 'intruded') as unknown;
    }),
    'an inline script does not run',
  ).toBeUndefined();
  expect(
    await page.evaluate(() =>
      fetch('http://127.0.0.1:9/').then(
        () => 'fetched',
        (error: unknown) => String(error),
      ),
    ),
    'another origin is not fetched',
  ).toContain('Failed to fetch');
  expect(
    await page.evaluate(
      () =>
        new Promise(resolve => {
          document.addEventListener('securitypolicyviolation', event => {
            // The refused fetch above is told here too, at times only now.
            if (event.violatedDirective !== 'connect-src') resolve(event.violatedDirective);
          });
          const frame = document.createElement('iframe');
          frame.src = 'http://127.0.0.1:9/';
          document.body.append(frame);
        }),
    ),
    'a frame is not loaded',
  ).toMatch(/^(frame|default)-src$/);
  expect(page.url()).toBe(address);
}
