// LeNet-5 on 10,000 digits: Netloom's mean test accuracy over five seeds against Keras's on the same samples.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';
import { netloom } from './netloom.mjs';

const SEEDS = ['1', '2', '3', '4', '5'];
/** Below this a run has not learned. */
const LEAST_ACCURACY = 0.95;

const jsonLines = text => text.trim().split('\n').filter(Boolean).map(JSON.parse);
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = values =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

/** Answers whether the means agree within two standard errors of their difference; prints the table. */
export async function judgeTraining() {
  const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'training.py');
  const at = await buildScripts({ digits: 'judges/digits.ts' }, 'dist/judges/training');
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-training-'));
  try {
    execFileSync(process.execPath, [at('digits'), work, ...SEEDS], { stdio: 'inherit' });
    const document = path.join(work, 'lenet.netloom');
    netloom('new', 'lenet-5', '-o', document);
    const ours = SEEDS.map(seed => {
      const run = path.join(work, `run-${seed}`);
      const options = ['--dataset', 'mnist', '--epochs', '10', '--batch-size', '64', '--format', 'json'];
      const lines = jsonLines(
        netloom('train', document, ...options, '--engine', 'tensorflow', '--seed', seed, '-o', run),
      );
      return lines.at(-1).test.accuracy;
    });
    const keras = jsonLines(readPython('keras', [script, work])).map(line => line.test.accuracy);
    return tell(ours, keras);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function tell(ours, keras) {
  console.log('seed  netloom  keras');
  for (const [i, seed] of SEEDS.entries())
    console.log(`${seed.padStart(4)}  ${ours[i].toFixed(4).padEnd(7)}  ${keras[i].toFixed(4)}`);
  const difference = mean(ours) - mean(keras);
  const standardError = Math.sqrt(variance(ours) / ours.length + variance(keras) / keras.length);
  console.log(`mean  ${mean(ours).toFixed(4)}   ${mean(keras).toFixed(4)}`);
  console.log(`difference ${difference.toFixed(4)}, standard error of it ${standardError.toFixed(4)}`);
  const agrees = Math.abs(difference) <= 2 * standardError;
  const learned = ours.every(accuracy => accuracy >= LEAST_ACCURACY);
  console.log(agrees ? 'ok   within two standard errors' : 'FAIL more than two standard errors apart');
  if (!learned) console.log(`FAIL a run of ours stayed below ${LEAST_ACCURACY}`);
  return agrees && learned;
}
