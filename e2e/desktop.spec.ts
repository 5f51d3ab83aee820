import { spawn } from 'node:child_process';
import path from 'node:path';
import { ELECTRON_FLAGS, expect, test } from './fixtures.ts';
import { expectHardenedPage } from './hardened-page.ts';
import { prepareElectron } from './prepare.mjs';
import { ROOT } from './served-window.ts';

test('the desktop window opens, hardened, with the service behind it', async ({ openDesktop }) => {
  const { app, page } = await openDesktop();
  await expect(page).toHaveTitle(/ – Netloom$/);
  expect(page.url()).toBe('netloom://app/');
  // The status line tells the engine, which only the service knows.
  await expect(page.locator('body')).toContainText(/TensorFlow 2\.|JavaScript/);
  await expectHardenedPage(page);
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    enableRemoteModule: false,
  });
  expect(preferences.enableBlinkFeatures ?? '').toBe('');
});

test('the page is served with a policy that begins with nothing, from its own folder only', async ({
  openDesktop,
}) => {
  const { page } = await openDesktop();
  const answers = await page.evaluate(async () => {
    const read = async (address: string) => {
      const response = await fetch(address).catch(() => null);
      return response ? [response.status, response.headers.get('content-security-policy') ?? ''] : null;
    };
    return {
      page: await read('netloom://app/'),
      outside: await read('netloom://app/..%2f..%2fpackage.json'),
      other: await read('netloom://other/index.html'),
      file: await read('file:///etc/hostname'),
    };
  });
  expect(answers.page?.[0]).toBe(200);
  expect(answers.page?.[1]).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(answers.outside?.[0]).toBe(404);
  expect(answers.other).toBeNull();
  expect(answers.file).toBeNull();
});

test('the page opens no window, goes nowhere and gets no permission', async ({ openDesktop }) => {
  const { app, page } = await openDesktop();
  const address = page.url();
  expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull();
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'file:///etc/hostname';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  expect(
    await page.evaluate(() => navigator.permissions.query({ name: 'geolocation' }).then(p => p.state)),
  ).toBe('denied');
  await page.waitForTimeout(300);
  expect(page.url()).toBe(address);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a file named on the command line is opened', async ({ openDesktop, netloom, folder }) => {
  expect((await netloom(['new', 'lenet-5', '-o', 'digits.netloom'])).code).toBe(0);
  const { page } = await openDesktop({ file: path.join(folder, 'digits.netloom') });
  await expect(page).toHaveTitle(/lenet-5.* – Netloom/);
  await expect(page.locator('body')).toContainText('61,706');
});

test('a second start hands its file to the running window', async ({
  openDesktop,
  netloom,
  folder,
  environment,
  display,
}) => {
  expect((await netloom(['new', 'xor-mlp', '-o', 'second.netloom'])).code).toBe(0);
  const { app, page } = await openDesktop();
  await expect(page).toHaveTitle(/ – Netloom$/);
  const second = spawn(prepareElectron(), [...ELECTRON_FLAGS, ROOT, 'second.netloom'], {
    cwd: folder,
    env: { ...environment, DISPLAY: display.name },
    stdio: 'ignore',
  });
  expect(await new Promise(resolve => second.once('exit', resolve))).toBe(0);
  await expect(page).toHaveTitle(/xor-mlp.* – Netloom/);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
