// The templates' totals against keras.applications, torchvision, and the networks written in Keras.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPython } from './environments.mjs';
import { netloom } from './netloom.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'networks.py');

/** Answers whether all totals agree; prints them. */
export async function judgeNetworks() {
  const judged = {
    ...JSON.parse(readPython('keras', [script])),
    ...JSON.parse(readPython('torch', [script])),
  };
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-networks-'));
  let holds = true;
  try {
    for (const [name, { by, params, trainable }] of Object.entries(judged)) {
      const document = path.join(work, `${name}.netloom`);
      netloom('new', name, '-o', document);
      const { totals } = JSON.parse(netloom('summary', document, '--format', 'json'));
      const agrees = totals.params === params && totals.trainableParams === trainable;
      holds &&= agrees;
      console.log(
        `${agrees ? 'ok  ' : 'FAIL'} ${name}: ${totals.params} (trainable ${totals.trainableParams}); ${by}: ${params} (${trainable})`,
      );
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return holds;
}
