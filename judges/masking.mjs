// Makes the golden file of masks (main/engines/golden/masking.json.gz) or checks that it still holds what Keras says.

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { runPython } from './environments.mjs';
import { near } from './near.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(folder, '../main/engines/golden/masking.json.gz');
/** How far Keras's figures may move between machines before the golden file counts as changed. */
const TOLERANCE = 1e-5;

/** What of a case is compared: Keras counts the names of operations in the config anew each time. */
const figuresOf = ({ config: _, ...figures }) => figures;

const read = file => JSON.parse(gunzipSync(readFileSync(file)).toString()).cases;

/** Answers whether the golden file holds what Keras says; `update` writes it where it does not. */
export async function judgeMasking({ update = false } = {}) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-masking-'));
  try {
    const made = path.join(work, 'masking.json.gz');
    runPython('keras', [path.join(folder, 'masking.py'), made]);
    const [known, judged] = [read(golden), read(made)];
    const names = [...new Set([...Object.keys(known), ...Object.keys(judged)])];
    const changed = names.filter(
      name =>
        !known[name] || !judged[name] || !near(figuresOf(known[name]), figuresOf(judged[name]), TOLERANCE),
    );
    for (const name of changed) console.log(`${name}: ${update ? 'written' : 'CHANGED'}`);
    if (changed.length > 0 && update) copyFileSync(made, golden);
    console.log(`masking: ${names.length} cases, ${names.length - changed.length} as kept`);
    return changed.length === 0 || update;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
