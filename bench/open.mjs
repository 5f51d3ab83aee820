// Open: from the choice of an ONNX file in the served window to its drawn layers, in stages.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, median, serve } from './window.mjs';

/** Runs in the page: notes when the file was chosen, and when its network stands drawn. */
function watch(stem) {
  const marks = {};
  const now = () => performance.timeOrigin + performance.now();
  globalThis.netloomMarks = marks;
  addEventListener('click', () => Object.assign(marks, { chosen: now() }), { capture: true });
  const look = () => {
    const isThere = document.title.includes(stem) && document.querySelector('[data-layer]') !== null;
    // Two frames later it has been painted.
    if (isThere)
      requestAnimationFrame(() => requestAnimationFrame(() => Object.assign(marks, { drawn: now() })));
    else requestAnimationFrame(look);
  };
  look();
}

/** One opening by a service of its own, which knows nothing of the unsaved document of the one before. */
async function opened(browser, root, file) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'netloom-open-data-'));
  const { address, stop } = await serve(['--root', root], data);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  let imported = Number.NaN;
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"opsets"')) imported = performance.timeOrigin + performance.now();
    }),
  );
  try {
    await page.goto(address.replace('/#', '/?template=perceptron#'));
    await page.locator('[data-layer]').first().waitFor({ state: 'visible' });
    await page.keyboard.press('Control+o');
    await page.getByText(path.basename(file), { exact: true }).first().click();
    await page.evaluate(watch, path.parse(file).name);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.waitForFunction(() => globalThis.netloomMarks.drawn !== undefined, null, { timeout: 120_000 });
    const { chosen, drawn } = await page.evaluate(() => globalThis.netloomMarks);
    return { imported: imported - chosen, drawn: drawn - chosen };
  } finally {
    await page.close();
    await stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/**
 * Measures how long files take from their choice to the drawn network.
 *
 * @param options ONNX files; before them `--rounds N` (5)
 */
export async function open(options) {
  const rounds = options[0] === '--rounds' ? Number(options[1]) : 5;
  const files = options[0] === '--rounds' ? options.slice(2) : options;
  if (files.length === 0) throw new Error('Give ONNX files: npm run bench -- open FILE...');
  const root = mkdtempSync(path.join(os.tmpdir(), 'netloom-open-'));
  const browser = await launchBrowser();
  for (const file of files) copyFileSync(file, path.join(root, path.basename(file)));
  try {
    for (const file of files) {
      const times = [];
      for (let round = 0; round < rounds; round++) times.push(await opened(browser, root, file));
      const drawn = times.map(each => each.drawn);
      console.log(
        JSON.stringify({
          bench: 'open',
          file: path.basename(file),
          rounds,
          'imported, median ms': Math.round(median(times.map(each => each.imported))),
          'drawn, median ms': Math.round(median(drawn)),
          'best ms': Math.round(Math.min(...drawn)),
          load: Number(os.loadavg()[0].toFixed(1)),
        }),
      );
    }
  } finally {
    await browser.close();
    rmSync(root, { recursive: true, force: true });
  }
}
