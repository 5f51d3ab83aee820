// Makes the golden files of the optimizers, losses, metrics and schedules (main/engines/golden), or checks that they still hold what
// Keras says; then tells how far Netloom is from them.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPython } from './environments.mjs';
import { judgeDifferences } from './learning-table.mjs';
import { near } from './near.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(folder, '../main/engines/golden');
const FILES = ['optimizers', 'losses', 'metrics', 'schedules'];

/** How far Keras's figures may move between machines before a golden file counts as changed. */
const TOLERANCE = 5e-6;

/** One case a line: a changed figure is a small diff. */
function textOf({ cases, ...head }) {
  const lines = cases.map(entry => `    ${JSON.stringify(entry)}`).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},\n  "cases": [\n${lines}\n  ]}\n`;
}

/** Answers whether the golden files hold what Keras says; `update` writes those that do not. */
export async function judgeOptimizers({ update = false } = {}) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-optimizers-'));
  try {
    runPython('keras', [path.join(folder, 'optimizers.py'), work]);
    mkdirSync(golden, { recursive: true });
    let holds = true;
    let maker = '';
    for (const name of FILES) {
      const file = path.join(golden, `${name}.json`);
      const judged = JSON.parse(readFileSync(path.join(work, `${name}.json`), 'utf8'));
      const known = readOr(file);
      maker = judged.maker;
      const same = known !== null && near(known.cases, judged.cases, TOLERANCE);
      if (!same && update) writeFileSync(file, textOf(judged));
      console.log(
        `${name}: ${judged.cases.length} cases, ${same ? 'as kept' : update ? 'written' : 'CHANGED'}`,
      );
      holds &&= same || update;
    }
    return judgeDifferences({ maker, update }) && holds;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function readOr(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
