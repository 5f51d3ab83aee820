// What Keras makes of our exports: .keras, .h5 and generated source of every template and of the battery's layers, the same counts and
// outputs as ours. `npm run judges -- keras-code` looks at some cases of each layer, with `--all` at every one; `--only=Resize,Pad` at all
// cases of these layers or at these templates. `--update` keeps the largest differences of what all cases were looked at of.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';
import { netloom } from './netloom.mjs';
import { keepResults, oneDigit } from './results.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'keras_code.py');
const LARGEST_DIFFERENCE = 1e-4;
/** Networks that one Python process looks at. */
const AT_ONCE = 60;

/** Cases of each layer that are looked at unless all are asked for. */
const SAMPLE = '2';
/** Layers that Keras computes otherwise than it documents: said, and no failure. */
const OTHERWISE = {
  RandomCrop:
    'Keras 3.15 leaves the image as it is outside training, where its documentation says that it is cropped',
};

/** Answers whether Keras computes what we compute; one network at a time, the largest take half a gigabyte. */
export async function judgeKerasCode({ only = null, all = false, update = false } = {}) {
  const at = await buildScripts({ exports: 'judges/keras-code.ts' }, 'dist/judges/keras-code');
  const found = {};
  const judge = (...what) => judgeExports(at('exports'), what, found);
  const templates = JSON.parse(netloom('templates', '--format', 'json')).map(({ name }) => name);
  let holds = true;
  for (const name of templates) if (only?.includes(name) ?? true) holds = judge('networks', name) && holds;
  const types = only?.filter(name => !templates.includes(name)) ?? [];
  const networks = { ...found };
  if (only === null) holds = (all ? judge('battery') : judge('sample', SAMPLE)) && holds;
  else if (types.length > 0) holds = judge('battery', ...types) && holds;
  // A sample of a layer's cases says nothing of the largest difference.
  const whole = only === null && !all ? networks : found;
  const agreed = Object.entries(whole).filter(([, difference]) => Number.isFinite(difference));
  if (update) keepResults('keras-code', makers(), Object.fromEntries(agreed));
  return holds;
}

function makers() {
  return [
    JSON.parse(readPython('keras', [script, '--version'])),
    JSON.parse(readPython('torch', [script, '--version'])),
  ];
}

/**
 * Exports by the script built of keras-code.ts and asks Keras.
 *
 * @param exporter the built script
 * @param what its arguments after the folder
 * @param found is given the largest difference by layer type or network; infinite where Keras disagrees
 */
function judgeExports(exporter, what, found) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-keras-'));
  try {
    execFileSync(process.execPath, [exporter, work, ...what], { stdio: ['ignore', 'ignore', 'inherit'] });
    const count = readdirSync(work).length;
    const ask = (environment, ...more) =>
      Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, i) => {
        const range = [String(i * AT_ONCE), String((i + 1) * AT_ONCE)];
        return readPython(environment, [script, work, ...range, ...more]);
      })
        .join('')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map(JSON.parse);
    const answers = ask('keras');
    const isOpen = ({ name, error, difference }) =>
      about(work, name).onTorch && (error || difference > LARGEST_DIFFERENCE);
    // TensorFlow computes channels-first layers on graphics cards only, and dies in some; Keras on PyTorch computes them anywhere.
    if (answers.some(isOpen))
      for (const answer of ask('torch', 'on-torch')) {
        const before = answers.findIndex(
          ({ name, format }) => name === answer.name && format === answer.format,
        );
        if (isOpen(answers[before])) answers[before] = answer;
      }
    return tell(work, answers, found);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function about(work, name) {
  return JSON.parse(readFileSync(path.join(work, name, 'about.json'), 'utf8'));
}

function tell(work, answers, found) {
  let holds = true;
  for (const name of readdirSync(work)) {
    const { title, refused, params } = about(work, name);
    if (refused !== null) {
      console.log(`none ${name}: ${refused}`);
      holds &&= !refused.startsWith('CRASH');
      continue;
    }
    const key = title === name ? name : name.replace(/-\d+$/, '');
    const otherwise = OTHERWISE[key];
    if (otherwise) {
      console.log(`none ${name}: ${otherwise}`);
      continue;
    }
    for (const answer of answers.filter(one => one.name === name)) {
      const isRight = !answer.error && answer.params === params && answer.difference <= LARGEST_DIFFERENCE;
      holds &&= isRight;
      const difference = isRight ? oneDigit(answer.difference) : Number.POSITIVE_INFINITY;
      found[key] = Math.max(found[key] ?? 0, difference);
      const figures =
        answer.error ?? `${answer.params} parameters, difference ${answer.difference.toExponential(1)}`;
      console.log(
        `${isRight ? 'ok  ' : 'FAIL'} ${name} ${answer.format}: ${figures}${isRight ? '' : ` (ours ${params}; ${title})`}`,
      );
    }
  }
  return holds;
}
