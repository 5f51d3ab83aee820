// What the templates learn in one command each: LeNet-5's mean test accuracy over five seeds against Keras's on the same samples, the
// others against the target stated here. `--update` writes docs/trained-templates.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';
import { netloom } from './netloom.mjs';

const SEEDS = ['1', '2', '3', '4', '5'];
/** Below this a run of LeNet-5 has not learned. */
const LEAST_ACCURACY = 0.95;

/**
 * What the mean accuracy of the other templates, each on its own data and with its own settings, has to reach on the test part. The data
 * sets of points, spectra and pictures are generated without classes that overlap; the digits' target is that of a small present-day
 * network.
 */
const TARGETS = {
  'xor-mlp': 1,
  'spirals-mlp': 0.98,
  'spectra-1d': 0.99,
  segmentation: 0.98,
  'digits-cnn': 0.98,
  // Of its two outputs the form, a class; the parcels' forms are drawn with noise.
  parcels: 0.95,
};
const TARGET_SEEDS = ['1', '2', '3'];

const page = path.join(path.dirname(fileURLToPath(import.meta.url)), '../docs/trained-templates.md');

const jsonLines = text => text.trim().split('\n').filter(Boolean).map(JSON.parse);
const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = values =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

/** One training of a document, by the command line; answers what its last line says. */
function trained(document, seed, run, ...options) {
  const parameters = ['--engine', 'tensorflow', '--seed', seed, '--format', 'json', '-o', run, ...options];
  return jsonLines(netloom('train', document, ...parameters)).at(-1);
}

/** Answers whether LeNet-5 learns as in Keras and the other templates reach their targets; prints the tables. */
export async function judgeTraining({ update = false } = {}) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-training-'));
  try {
    const lenet = await compareLenet(work);
    const targets = Object.entries(TARGETS).map(([template, target]) => reached(template, target, work));
    const text = [
      '<!-- Written by `npm run judges -- training --update`. -->',
      '',
      '# What the templates learn',
      '',
      'Accuracy on the test part, native TensorFlow, each run one command: `netloom train FILE --dataset NAME --seed N`.',
      '',
      '## LeNet-5 on 10,000 digits, against Keras on the same samples',
      '',
      'Ten epochs, batches of 64, Adam; the split of each seed is the same in both (8,000 train, 1,000 test).',
      '',
      ...lenet.lines,
      '',
      '## Templates with their own data and settings',
      '',
      '| template | seeds | accuracy | mean | target |',
      '|---|---|---|---:|---:|',
      ...targets.map(({ line }) => line),
      '',
    ].join('\n');
    console.log(text);
    const holds = lenet.holds && targets.every(target => target.holds);
    if (update && holds) writeFileSync(page, text);
    return holds;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function reached(template, target, work) {
  const document = path.join(work, `${template}.netloom`);
  netloom('new', template, '-o', document);
  const accuracies = TARGET_SEEDS.map(
    seed => trained(document, seed, path.join(work, `${template}-${seed}`)).test.accuracy,
  );
  const told = accuracies.map(accuracy => accuracy.toFixed(3)).join(', ');
  const holds = mean(accuracies) >= target;
  if (!holds) console.log(`FAIL ${template} reaches ${mean(accuracies).toFixed(4)}, not ${target}`);
  const line = `| ${template} | ${TARGET_SEEDS.join(', ')} | ${told} | ${mean(accuracies).toFixed(4)} | ${target} |`;
  return { holds, line };
}

async function compareLenet(work) {
  const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'training.py');
  const at = await buildScripts({ digits: 'judges/digits.ts' }, 'dist/judges/training');
  execFileSync(process.execPath, [at('digits'), work, ...SEEDS], { stdio: 'inherit' });
  const document = path.join(work, 'lenet.netloom');
  netloom('new', 'lenet-5', '-o', document);
  const ours = SEEDS.map(seed => {
    const options = ['--dataset', 'mnist', '--epochs', '10', '--batch-size', '64'];
    return trained(document, seed, path.join(work, `run-${seed}`), ...options).test.accuracy;
  });
  const keras = jsonLines(readPython('keras', [script, work])).map(line => line.test.accuracy);
  return compared(ours, keras);
}

function compared(ours, keras) {
  const difference = mean(ours) - mean(keras);
  const standardError = Math.sqrt(variance(ours) / ours.length + variance(keras) / keras.length);
  const agrees = Math.abs(difference) <= 2 * standardError;
  const learned = ours.every(accuracy => accuracy >= LEAST_ACCURACY);
  if (!agrees) console.log('FAIL more than two standard errors apart');
  if (!learned) console.log(`FAIL a run of ours stayed below ${LEAST_ACCURACY}`);
  const lines = [
    '| seed | Netloom | Keras |',
    '|---|---:|---:|',
    ...SEEDS.map((seed, i) => `| ${seed} | ${ours[i].toFixed(4)} | ${keras[i].toFixed(4)} |`),
    `| mean | ${mean(ours).toFixed(4)} | ${mean(keras).toFixed(4)} |`,
    '',
    `Difference ${difference.toFixed(4)}, its standard error ${standardError.toFixed(4)}: ${agrees ? 'within' : 'NOT within'} two of them.`,
  ];
  return { holds: agrees && learned, lines };
}
