// Makes the golden file of a network of two inputs and two outputs (main/training/golden/several-outputs.json): Keras trains it on the
// batches that Netloom takes. Without --update: checks that the file still holds what Keras says.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { runPython } from './environments.mjs';
import { near } from './near.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(folder, '../main/training/golden/several-outputs.json');

/** How far Keras's figures may move between machines before the file counts as changed. */
const TOLERANCE = 5e-6;

/** The samples, seed and epochs of main/training/several-outputs.test.ts. */
const SAMPLES = 70;
const SEED = 3;
const EPOCHS = 4;

/** Answers whether the golden file holds what Keras says; `update` writes one that does not. */
export async function judgeSeveralOutputs({ update = false } = {}) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-several-outputs-'));
  try {
    const script = await buildScripts({ orders: 'judges/orders.ts' }, 'dist/judge-orders');
    const orders = execFileSync(process.execPath, [script('orders'), SAMPLES, SEED, EPOCHS].map(String));
    writeFileSync(path.join(work, 'orders.json'), orders);
    runPython('keras', [path.join(folder, 'several_outputs.py'), work]);
    const judged = JSON.parse(readFileSync(path.join(work, 'several-outputs.json'), 'utf8'));
    const known = existsSync(golden) ? JSON.parse(readFileSync(golden, 'utf8')) : null;
    const same =
      known !== null &&
      ['steps', 'epochs', 'test', 'predicted'].every(key => near(known[key], judged[key], TOLERANCE));
    if (!same && update) {
      mkdirSync(path.dirname(golden), { recursive: true });
      writeFileSync(golden, `${JSON.stringify(judged, null, 1)}\n`);
    }
    const state = same ? 'as kept' : update ? 'written' : 'CHANGED';
    console.log(`two inputs, two outputs: ${EPOCHS} epochs of ${judged.maker}, ${state}`);
    return same || update;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
