// How far optimizers, losses, metrics and schedules lie from Keras's golden figures, as their tests find it: docs/judged-learning.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const page = path.join(root, 'docs/judged-learning.md');
const TESTS = [
  'main/engines/optimizer.test.ts',
  'main/engines/losses.test.ts',
  'main/training/schedules.test.ts',
];
const KINDS = {
  optimizer: [
    'Optimizers',
    'weights after 20 steps, and their moving averages; every setting that Keras has',
  ],
  loss: ['Losses', 'values and gradients, of the outputs and of the numbers before the last activation'],
  metric: ['Metrics', 'values over three batches, the last one shorter'],
  schedule: ['Schedules', 'learning rates by step'],
};

/** What the tests found, one entry a case: {kind, name, difference}. */
function measured() {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-learning-'));
  const report = path.join(work, 'report.json');
  try {
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    spawnSync(process.execPath, [vitest, 'run', ...TESTS, '--reporter=json', `--outputFile=${report}`], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    for (const { status, fullName } of tests) if (status === 'failed') console.log(`FAIL ${fullName}`);
    return {
      holds: tests.length > 0 && tests.every(({ status }) => status === 'passed'),
      found: tests.flatMap(({ meta }) => meta.judged ?? []),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Rounded up to one digit: a bound that other machines keep as well. */
function bound(difference) {
  if (difference === 0) return '0';
  const exponent = Math.floor(Math.log10(difference));
  const digit = Math.ceil(difference / 10 ** exponent);
  return digit === 10 ? `1e${exponent + 1}` : `${digit}e${exponent}`;
}

/** What the tables do not show. */
const REMARKS = {
  optimizer: [
    'An embedding whose words occur several times in a batch is not among the cases: Keras on TensorFlow gives optimizers the gradient in slices and squares each',
    'by itself (three words, the first taken twice with gradients 1 and 3: its second moment after one step of Adam is 0.001 · (1² + 3²) = 0.010). Here, as in Keras with the',
    'very gradient as one tensor, and in PyTorch, it is the square of their sum, 0.001 · (1 + 3)² = 0.016.',
    '',
  ],
};

function tableOf(kind, found) {
  const [title, what] = KINDS[kind];
  const cases = new Map();
  for (const { name, difference } of found.filter(entry => entry.kind === kind))
    cases.set(name, [...(cases.get(name) ?? []), difference]);
  const rows = [...cases].map(([name, all]) => `| ${name} | ${all.length} | ${bound(Math.max(...all))} |`);
  return [
    `## ${title}`,
    '',
    `Compared: ${what}.`,
    '',
    '| name | cases | largest difference |',
    '|---|---:|---:|',
    ...rows,
    '',
    ...(REMARKS[kind] ?? []),
  ];
}

/**
 * Prints how far each lies from Keras; `update` writes the page.
 *
 * @param maker what made the golden figures
 * @returns whether all tests hold
 */
export function judgeDifferences({ maker, update }) {
  const { holds, found } = measured();
  const kinds = Object.keys(KINDS);
  const text = [
    '<!-- Written by `npm run judges -- optimizers --update`. -->',
    '',
    '# Optimizers, losses, metrics and schedules against Keras',
    '',
    `Golden figures: ${maker} (main/engines/golden). \`npm test\` holds every case below 1e-5, schedules below 5e-7; the differences here are`,
    'rounded up to one digit, and relative where the golden figure is above 1.',
    '',
    ...kinds.flatMap(kind => tableOf(kind, found)),
  ].join('\n');
  for (const kind of kinds) {
    const all = found.filter(entry => entry.kind === kind).map(({ difference }) => difference);
    console.log(`${kind}: ${all.length} cases, largest difference ${Math.max(...all).toPrecision(2)}`);
  }
  if (update && holds) writeFileSync(page, text);
  return holds;
}
