import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { serviceOf } from './crash-checks.ts';
import { answerDialogs, ELECTRON_FLAGS, expect, test } from './fixtures.ts';
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

test('the page begins in the colours that the user fixed', async ({ openDesktop, environment }) => {
  const folder = path.join(environment.NETLOOM_DATA ?? '', 'preferences');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'theme.json'), '"dark"');
  const { app, page } = await openDesktop();
  expect(await page.evaluate(() => fetch('./').then(answer => answer.text()))).toContain('data-theme="dark"');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(28, 31, 38)');
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(false);
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
  const refused = await page.evaluate(
    () =>
      new Promise(resolve => {
        navigator.geolocation.getCurrentPosition(
          () => resolve('told'),
          error => resolve(error.code === error.PERMISSION_DENIED),
        );
      }),
  );
  expect(refused).toBe(true);
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

test('a desktop that is killed takes its service along', async ({ openDesktop }) => {
  const { app, page } = await openDesktop();
  await expect(page.locator('body')).toContainText(/TensorFlow 2\.|JavaScript/);
  const service = serviceOf(app.process().pid);
  app.process().kill('SIGKILL');
  await expect
    .poll(() => {
      try {
        return process.kill(service, 0);
      } catch {
        return false;
      }
    })
    .toBe(false);
});

test('a service that dies is started anew; the window keeps its edits and says so', async ({
  openDesktop,
  netloom,
  folder,
}) => {
  await netloom(['new', 'lenet-5', '-o', 'kept.netloom']);
  const { app, page } = await openDesktop({ file: path.join(folder, 'kept.netloom') });
  await expect(page.locator('body')).toContainText('61,706');
  await page.evaluate(() => {
    window.netloomShell?.onClose(reason => Reflect.set(window, 'told', reason));
    window.netloomShell?.onOpen(() => Reflect.set(window, 'reopened', true));
  });
  process.kill(serviceOf(app.process().pid), 'SIGKILL');
  await expect.poll(() => page.evaluate(() => Reflect.get(window, 'reopened') as unknown)).toBe(true);
  expect(await page.evaluate(() => String(Reflect.get(window, 'told')))).toBe(
    'The service ended unexpectedly (signal SIGKILL) and is being restarted; your edits are kept.',
  );
  await expect(page.locator('body')).toContainText('61,706');
  await expect(page.locator('body')).toContainText(/TensorFlow 2\.|JavaScript/);
});

test('a page that dies is loaded anew and offers the work back', async ({ openDesktop }) => {
  const { app, page } = await openDesktop();
  await page.evaluate(text => {
    window.netloomShell?.send({
      id: 900,
      method: 'documents.journal',
      params: { session: 'abcdef0123456789', path: null, name: 'saved-from-the-crash', layers: 1, text },
    });
  }, '{}');
  await page.waitForTimeout(500);
  const loaded = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise(resolve => {
        BrowserWindow.getAllWindows()[0]?.webContents.once('did-finish-load', () => resolve(true));
      }),
  );
  const pid = await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
  process.kill(pid, 'SIGKILL');
  expect(await loaded).toBe(true);
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.textContent'),
      ),
    )
    .toContain('saved-from-the-crash');
});

test('closing with unsaved edits asks; cancel keeps the window, and giving them up forgets the journal', async ({
  openDesktop,
  environment,
}) => {
  const { app, page, mouse } = await openDesktop();
  const layers = () => page.locator('.react-flow__node').count();
  await expect(page.locator('[role=dialog]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[role=dialog]')).toHaveCount(0);
  const middle = await mouse.centerOf('.react-flow__pane');
  await mouse.click({ x: middle.x - 200, y: middle.y - 120 }, 2);
  await page.keyboard.type('conv2d');
  await page.keyboard.press('Enter');
  await expect.poll(layers).toBe(1);
  await expect(page).toHaveTitle(/^•/);
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await answerDialogs(app, { message: 2 });
  await close();
  await page.waitForTimeout(1000);
  expect(await layers()).toBe(1);
  const journal = path.join(environment.NETLOOM_DATA ?? '', 'journal');
  expect(readdirSync(journal)).toHaveLength(1);
  await answerDialogs(app, { message: 1 });
  const ended = new Promise(resolve => app.process().once('exit', resolve));
  await close();
  expect(await ended).toBe(0);
  await expect.poll(() => readdirSync(journal)).toEqual([]);
});

test('the menu holds its four parts and runs the commands of the window', async ({ openDesktop }) => {
  const { app, page } = await openDesktop();
  await expect(page).toHaveTitle(/ – Netloom$/);
  const labels = await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(item => item.label));
  expect(labels).toEqual(['&File', '&Edit', '&View', '&Help']);
  await app.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items[2]?.submenu?.items.find(item => item.label === 'T&rain');
    view?.click();
  });
  await expect(page.getByText(/optimizer/i).first()).toBeVisible();
});

test('a key that is changed shows in the menu, and is there in the next session', async ({ openDesktop }) => {
  const { app, page, mouse } = await openDesktop();
  const shown = (label: string) =>
    app.evaluate(({ Menu }, wanted) => {
      const entries = (Menu.getApplicationMenu()?.items ?? []).flatMap(item => item.submenu?.items ?? []);
      return String(entries.find(item => item.label.replace('&', '') === wanted)?.accelerator ?? '');
    }, label);
  await expect(page.getByRole('dialog', { name: 'Templates' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(() => shown('Tidy the layout')).toBe('L');
  await page.keyboard.press('?');
  await mouse.click('button[title="Change the key of: Tidy the layout"]');
  await page.keyboard.press('Control+k');
  await expect.poll(() => shown('Tidy the layout')).toBe('Ctrl+K');
  await page.reload();
  await expect(page.getByRole('dialog', { name: 'Templates' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Tidy', exact: true })).toHaveAttribute(
    'title',
    'Tidy the layout (Ctrl+K)',
  );
});
