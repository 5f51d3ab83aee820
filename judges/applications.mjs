// Every network of keras.applications with random weights, both ways: saved by Keras as .keras and .h5 and imported here, and given back in
// both forms and loaded by Keras. Layers, shapes, counts and outputs before the softmax must be equal each time. On the way back Keras is asked
// for all that the model does: its layers, those inside nested models and the operators between them, which it does not count as layers.
// `npm run judges -- applications --only=MobileNetV2,VGG16`; one network at a time, its files removed after it. `--continue` leaves out the
// networks that passed since the last run without it; `--update` writes golden tables and results.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildScripts } from './build.mjs';
import { askPython, readPython } from './environments.mjs';
import { keepResults, oneDigit } from './results.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const script = path.join(here, 'applications.py');
const goldens = path.join(here, '../shared/importers/keras/golden');
const progress = path.join(here, '../dist/judges/applications-passed.json');
const LARGEST_DIFFERENCE = 1e-4;
/** A class that is none of keras.layers, which no file can count on, and the layers that say the same. */
const GIVEN_BACK_AS = { CustomScaleLayer: ['Rescaling', 'Add'], LayerScale: ['EinsumDense'] };
/** Networks that one Python process makes and loads: starting it takes long, and its memory grows. */
const AT_ONCE = 8;

/** Answers whether all networks are as Keras says; prints a line for each. */
export async function judgeApplications({ update = false, only = null, goOn = false } = {}) {
  const at = await buildScripts({ applications: 'judges/applications.ts' }, 'dist/judges/applications');
  const { maker, names } = JSON.parse(readPython('keras', [script, '--list']));
  const passed = goOn && existsSync(progress) ? JSON.parse(readFileSync(progress, 'utf8')) : [];
  const left = (only ?? names).filter(name => !passed.includes(name));
  let holds = true;
  for (let i = 0; i < left.length; i += AT_ONCE) {
    const keras = askPython('keras', [script]);
    for (const name of left.slice(i, i + AT_ONCE)) {
      const figures = await judgeOne(keras, at('applications'), name, update);
      holds &&= figures !== null;
      if (!figures) continue;
      passed.push(name);
      writeFileSync(progress, JSON.stringify(passed));
      if (update) keepResults('applications', [maker], { [name]: figures });
    }
    keras.end();
  }
  return holds;
}

/** The figures of a network; null where a judge disagrees. */
async function judgeOne(keras, importer, name, update) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-application-'));
  try {
    const { steps } = await keras.ask(['make', name, work]);
    const golden = JSON.parse(gunzipSync(readFileSync(path.join(work, 'golden.json.gz'))).toString());
    const findings = compareFile(path.join(work, 'golden.json.gz'), name, update);
    const { findings: found, difference, ...files } = importFiles(importer, work);
    findings.push(...found.slice(0, 5));
    if (!(difference !== null && difference <= LARGEST_DIFFERENCE))
      findings.push(`outputs differ by ${difference}`);
    const counts = { layers: golden.rows.length, params: golden.params, trainable: golden.trainable };
    const figures = { ...counts, 'model.keras': difference, 'model.h5': difference };
    const back = ['back.keras', 'back.h5'];
    for (const [i, answer] of (await keras.ask(['back', work, ...back])).entries()) {
      findings.push(...compareBack({ ...golden, steps }, answer).map(finding => `${back[i]}: ${finding}`));
      figures[back[i]] = answer.difference;
    }
    console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${told(figures, files)}`);
    for (const finding of findings) console.log(`       ${finding}`);
    return findings.length === 0 ? kept(figures) : null;
  } catch (error) {
    console.log(`FAIL ${name}: ${error.message}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What differs between a network as Keras made it and as it loads what Netloom gave back. Names may differ; order too. */
function compareBack(golden, back) {
  const findings = [];
  if (back.params !== golden.params || back.trainable !== golden.trainable)
    findings.push(`Keras counts ${back.params} parameters (${back.trainable} trainable)`);
  const lines = ({ steps }) =>
    steps
      .flatMap(([kind, ...rest]) =>
        (GIVEN_BACK_AS[kind] ?? [kind]).map(one => JSON.stringify([one, ...rest])),
      )
      .sort();
  const [ours, theirs] = [lines(back), lines(golden)];
  if (ours.length !== theirs.length)
    findings.push(`Keras counts ${ours.length} layers and operators, in its own ${theirs.length}`);
  else {
    const other = ours.findIndex((line, i) => line !== theirs[i]);
    if (other >= 0) findings.push(`a layer is ${ours[other]}, where Keras's own is ${theirs[other]}`);
  }
  if (!(back.difference <= LARGEST_DIFFERENCE)) findings.push(`outputs differ by ${back.difference}`);
  return findings;
}

function told({ layers, params, trainable, ...differences }, files) {
  const each = Object.entries(differences).map(([file, difference]) => {
    const cost = files[file] ? ` in ${files[file].ms} ms, ${files[file].mb} MB` : '';
    return `${file} ${difference?.toExponential(1)}${cost}`;
  });
  return `${layers} layers, ${params} (${trainable}); ${each.join('; ')}`;
}

function kept({ layers, params, trainable, ...differences }) {
  const rounded = Object.entries(differences).map(([file, difference]) => [file, oneDigit(difference)]);
  return { layers, params, trainable, ...Object.fromEntries(rounded) };
}

function importFiles(importer, work) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [importer, work], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-8).join('\n'));
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Compares with the golden file of the repository, or writes it. */
function compareFile(made, name, update) {
  const known = path.join(goldens, `${name}.json.gz`);
  const text = file => gunzipSync(readFileSync(file)).toString();
  if (existsSync(known) && text(known) === text(made)) return [];
  if (!update) return [`the golden file ${path.basename(known)} is not what Keras says; run with --update`];
  mkdirSync(goldens, { recursive: true });
  writeFileSync(known, readFileSync(made));
  return [];
}
