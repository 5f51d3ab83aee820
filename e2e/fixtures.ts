// What a journey needs. Import `test` and `expect` from here.
//
//   test('...', async ({ served, openPage }) => {...})        chromium, any spec file without "desktop" or "package" in its name
//     folder      a fresh folder: the served window's files, and the command line's working folder
//     served      `netloom serve` in it: { address, port, token, pid, log(), close(signal?) }
//     openPage()  the served window in a new page; openPage('?template=lenet-5') or openPage('?open=PATH') begins with a document
//     netloom(['summary', FILE])   runs the command line there: { code, stdout, stderr }
//
//   test('...', async ({ openDesktop }) => {...})             Electron, spec files named *desktop*.spec.ts
//     const { app, page, mouse } = await openDesktop({ file?: PATH })
//       app    Playwright's ElectronApplication: app.evaluate(({ dialog }) => ...) runs in the main process
//       page   its window: locators, expect, keyboard, evaluate and screenshots work; locator.click() does not in the old
//              Electron: click by `mouse`
//       mouse  mouse.click('css or text=...'), mouse.click(SELECTOR, 2), mouse.drag(FROM, TO), points or selectors
//
// Every test has its own NETLOOM_DATA: no journal, no recent file, no run of another test is seen. A native dialog is
// answered ahead: answerDialogs(app, { open: PATH, save: PATH, message: BUTTON }).
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { CdpMouse } from './cdp-mouse.ts';
import { mendOldPage } from './old-page.ts';
import { prepareElectron } from './prepare.mjs';
import { type Screen, startScreen } from './screen.ts';
import { NETLOOM, ROOT, type Served, startServed } from './served-window.ts';

export { expect } from '@playwright/test';

/** How a run of the command line ended. */
export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A desktop window under test. */
export interface Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly mouse: CdpMouse;
}

/** How to open a desktop window. */
export interface DesktopOptions {
  readonly file?: string;
  /** The executable; default: the old Electron with this checkout. */
  readonly executable?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

interface Fixtures {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly served: Served;
  readonly openPage: (query?: string) => Promise<Page>;
  readonly netloom: (parameters: readonly string[]) => Promise<CommandEnd>;
  readonly openDesktop: (options?: DesktopOptions) => Promise<Desktop>;
}

/** Switches without which Electron does not run as root, or without a graphics card. */
export const ELECTRON_FLAGS = ['--no-sandbox', '--disable-gpu'];

export const test = base.extend<Fixtures, { readonly display: Screen }>({
  // Playwright reads the names of what a fixture needs from the pattern; it may not be left out.
  display: [
    async ({ browserName: _browserName }, use) => {
      const screen = await startScreen();
      await use(screen);
      screen.close();
    },
    { scope: 'worker' },
  ],

  folder: async ({ browserName: _browserName }, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'netloom-e2e-'));
    mkdirSync(path.join(folder, 'work'));
    await use(path.join(folder, 'work'));
    rmSync(folder, { recursive: true, force: true });
  },

  environment: async ({ folder }, use) => {
    await use({ ...process.env, NETLOOM_DATA: path.join(path.dirname(folder), 'data'), CI: '1' });
  },

  served: async ({ folder, environment }, use) => {
    const served = await startServed({ folder, environment });
    await use(served);
    await served.close();
  },

  openPage: async ({ served, context }, use) => {
    await use(async (query = '') => {
      const page = await context.newPage();
      await page.goto(served.address.replace('/#', `/${query}#`));
      return page;
    });
  },

  netloom: async ({ folder, environment }, use) => {
    await use(parameters => runNetloom(parameters, { folder, environment }));
  },

  openDesktop: async ({ environment, display }, use) => {
    const open: ElectronApplication[] = [];
    await use(async ({ file, executable, environment: more } = {}) => {
      const app = await _electron.launch({
        executablePath: executable ?? prepareElectron(),
        args: [
          ...ELECTRON_FLAGS,
          ...(executable === undefined ? [ROOT] : []),
          ...(file === undefined ? [] : [file]),
        ],
        env: definedOnly({
          ...environment,
          DISPLAY: display.name,
          NETLOOM_NODE: process.execPath,
          ...more,
        }),
      });
      open.push(app);
      const page = await app.firstWindow();
      await page.waitForLoadState('domcontentloaded');
      const session = await page.context().newCDPSession(page);
      await mendOldPage(session);
      return { app, page, mouse: new CdpMouse(page, session) };
    });
    for (const app of open) await closeDesktop(app);
  },
});

/** Closes a desktop without its question about unsaved edits. */
async function closeDesktop(app: ElectronApplication): Promise<void> {
  await app
    .evaluate(({ app: main }) => main.exit(0))
    .catch(() => {
      // The connection ends with the process.
    });
  await app.close().catch(() => undefined);
}

/** Answers native dialogs ahead of time: the file chosen or, for a question, the button's number. */
export function answerDialogs(
  app: ElectronApplication,
  answers: { readonly open?: string; readonly save?: string; readonly message?: number },
): Promise<void> {
  return app.evaluate(({ dialog }, given) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({
        canceled: given.open === undefined,
        filePaths: given.open === undefined ? [] : [given.open],
      });
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: given.save === undefined, filePath: given.save ?? '' });
    dialog.showMessageBox = () => Promise.resolve({ response: given.message ?? 0, checkboxChecked: false });
  }, answers);
}

/**
 * Runs the command line.
 *
 * @param where the working folder, and the command `netloom` where it is not this checkout's
 */
export function runNetloom(
  parameters: readonly string[],
  where: { readonly folder: string; readonly environment: NodeJS.ProcessEnv; readonly program?: string },
): Promise<CommandEnd> {
  const { folder, environment, program = NETLOOM } = where;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...parameters], { cwd: folder, env: environment });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', code => resolve({ code, stdout, stderr }));
  });
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
