// Start: from the command to its first answer, and from the command to a served window in which a layer stands and can be used.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'app/netloom.mjs');
const BROWSER = process.env.NETLOOM_CHROMIUM ?? '/usr/bin/chromium';

const median = values => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

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
  const { status, stderr } = spawnSync(process.execPath, [launcher, ...parameters], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`netloom ${parameters[0]} failed: ${stderr}`);
  return performance.now() - started;
}

/** Starts the service, opens its address in the running browser, and waits for a layer of the document. */
async function served(browser, document) {
  const started = performance.now();
  const child = spawn(process.execPath, [launcher, 'serve', document, '--no-open'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NETLOOM_DATA: path.dirname(document) },
  });
  try {
    const address = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', part => {
        text += part;
        const found = /http:\/\/\S+(?=\s)/.exec(text);
        if (found) resolve(found[0]);
      });
      child.once('exit', code => reject(new Error(`netloom serve ended with status ${code}.`)));
    });
    const listening = performance.now() - started;
    const page = await browser.newPage();
    await page.goto(address, { waitUntil: 'commit' });
    await page.getByText('conv1', { exact: true }).first().waitFor({ state: 'visible' });
    const usable = performance.now() - started;
    await page.close();
    return { listening, usable };
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    await new Promise(resolve => child.once('close', resolve));
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
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: BROWSER,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
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
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}
