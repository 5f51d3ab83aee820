// Start: from the command to its first answer, and from the command to a window, served or on the desktop, in which a layer stands.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LAUNCHER, launchBrowser, median, openDesktop, serve, startScreen } from './window.mjs';

function tell(what, times, aim) {
  const [ms, worst] = [median(times), Math.max(...times)].map(Math.round);
  console.log(
    JSON.stringify({
      bench: 'start',
      what,
      'median ms': ms,
      'worst ms': worst,
      ...(aim ? { 'aim ms': aim } : {}),
    }),
  );
}

function cli(parameters) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, ...parameters], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`netloom ${parameters[0]} failed: ${stderr}`);
  return performance.now() - started;
}

/** Starts the service, opens its address in the running browser, and waits for a layer of the document. */
async function served(browser, document) {
  const started = performance.now();
  const { address, stop } = await serve([document], path.dirname(document));
  try {
    const listening = performance.now() - started;
    const page = await browser.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByText('conv1', { exact: true }).first().waitFor({ state: 'visible' });
    const usable = performance.now() - started;
    await page.close();
    return { listening, usable };
  } finally {
    await stop();
  }
}

/** Starts the desktop and waits for a layer of the document. */
async function desktop(document, screen) {
  const started = performance.now();
  const { drawn, stop } = await openDesktop(document, path.dirname(document), screen);
  try {
    await drawn;
    return performance.now() - started;
  } finally {
    await stop();
  }
}

/**
 * Measures the starts.
 *
 * @param options `--rounds N` (7)
 */
export async function start(options) {
  const given = options.indexOf('--rounds');
  const rounds = given < 0 ? 7 : Number(options[given + 1]);
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-start-'));
  const browser = await launchBrowser();
  try {
    const document = path.join(work, 'lenet-5.netloom');
    // The first call builds what is missing; it is not counted.
    cli(['new', 'lenet-5', '-o', document]);
    tell(
      'netloom --version',
      Array.from({ length: rounds }, () => cli(['--version'])),
    );
    tell(
      'netloom summary',
      Array.from({ length: rounds }, () => cli(['summary', document])),
    );
    await served(browser, document);
    const windows = [];
    for (let round = 0; round < rounds; round++) windows.push(await served(browser, document));
    tell(
      'netloom serve, address printed',
      windows.map(({ listening }) => listening),
    );
    tell(
      'netloom serve, window usable',
      windows.map(({ usable }) => usable),
      2_000,
    );
    const screen = await startScreen();
    try {
      await desktop(document, screen);
      const times = [];
      for (let round = 0; round < rounds; round++) times.push(await desktop(document, screen));
      tell('netloom open, desktop window usable (Electron 9.4.1)', times, 3_000);
    } finally {
      screen.close();
    }
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}
