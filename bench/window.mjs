// Windows under measurement: a served one in Debian's chromium, and the desktop's in the Electron of the end-to-end tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { CHROMIUM, CHROMIUM_SWITCHES, prepareElectron } from '../e2e/prepare.mjs';
import { buildScripts } from '../judges/build.mjs';

/** The command `netloom`. */
export const LAUNCHER = path.join(
  path.dirname(path.dirname(fileURLToPath(import.meta.url))),
  'app/netloom.mjs',
);

/** The middle of the values. */
export const median = values => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** A browser without a window. */
export async function launchBrowser() {
  const { chromium } = await import('@playwright/test');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: CHROMIUM_SWITCHES,
  });
}

/** Starts `netloom` with some arguments. */
function command(parameters, data, environment = {}) {
  const child = spawn(process.execPath, [LAUNCHER, ...parameters], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NETLOOM_DATA: data, ...environment },
  });
  const failed = new Promise((_, reject) => {
    child.once('exit', code => reject(new Error(`netloom ${parameters[0]} ended with status ${code}.`)));
  });
  const stop = async () => {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise(resolve => child.once('close', resolve));
  };
  return { child, failed, stop };
}

/**
 * Serves a window.
 *
 * @param parameters arguments of `netloom serve`
 * @param data the folder of the user's data
 * @returns its address, and what ends it
 */
export async function serve(parameters, data) {
  const { child, failed, stop } = command(['serve', ...parameters, '--no-open'], data);
  const address = new Promise(resolve => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', part => {
      text += part;
      const found = /http:\/\/\S+(?=\s)/.exec(text);
      if (found) resolve(found[0]);
    });
  });
  return { address: await Promise.race([address, failed]), stop };
}

/**
 * Opens the desktop's window on a screen of its own, as `netloom open FILE` does.
 *
 * @param file the document
 * @param data the folder of the user's data
 * @param screen the screen, as {@link startScreen} gives it
 * @returns when a layer of the document stands in the window, as a promise, and what ends it
 */
export async function openDesktop(file, data, screen) {
  const port = await freePort();
  const { child, failed, stop } = command(['open', file], data, {
    DISPLAY: screen.name,
    NETLOOM_ELECTRON: prepareElectron(),
    NETLOOM_ELECTRON_FLAGS: `--no-sandbox --disable-gpu --remote-debugging-port=${port}`,
  });
  child.stdout.resume();
  return { drawn: Promise.race([layerStands(port), failed]), stop };
}

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks Electron's page, by the protocol of its debugger, until a layer stands in it. */
async function layerStands(port) {
  let page;
  while (!page) {
    const pages = await fetch(`http://127.0.0.1:${port}/json`).then(
      answer => answer.json(),
      () => [],
    );
    page = pages.find(({ type, url }) => type === 'page' && url !== '' && url !== 'about:blank');
    if (!page) await new Promise(resolve => setTimeout(resolve, 10));
  }
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await once(socket, 'open');
  const expression = `new Promise(resolve => {
    const look = () => (document.querySelector('[data-layer]') ? requestAnimationFrame(() => resolve(true)) : setTimeout(look, 10));
    look();
  })`;
  for (let isThere = false; !isThere; ) {
    socket.send(
      JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, awaitPromise: true } }),
    );
    const [answer] = await once(socket, 'message');
    // The page before the document's own is gone meanwhile.
    isThere = JSON.parse(String(answer)).result?.result?.value === true;
  }
  socket.close();
}

/** A screen without a monitor: its name for DISPLAY, and `close`. */
export async function startScreen() {
  const at = await buildScripts({ screen: 'e2e/screen.ts' }, 'dist/bench/screen');
  return (await import(at('screen'))).startScreen();
}
