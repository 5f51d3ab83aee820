// Every network of keras.applications with random weights, both ways: saved by Keras as .keras and .h5 and imported here, and given back in
// both forms and loaded by Keras. Layers, shapes, counts and outputs before the softmax must be equal each time.
// `npm run judges -- applications --only=MobileNetV2,VGG16`; one network at a time, its files removed after it. `--continue` leaves out the
// networks that passed since the last run without it; `--update` writes golden tables and results.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';
import { keepResults, oneDigit } from './results.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const script = path.join(here, 'applications.py');
const goldens = path.join(here, '../shared/importers/keras/golden');
const progress = path.join(here, '../dist/judges/applications-passed.json');
const LARGEST_DIFFERENCE = 1e-4;

/** Answers whether all networks are as Keras says; prints a line for each. */
export async function judgeApplications({ update = false, only = null, goOn = false } = {}) {
  const at = await buildScripts({ applications: 'judges/applications.ts' }, 'dist/judges/applications');
  const all = readJson('--list');
  const makers = [readJson('--version')];
  const passed = goOn && existsSync(progress) ? JSON.parse(readFileSync(progress, 'utf8')) : [];
  let holds = true;
  for (const name of only ?? all) {
    if (passed.includes(name)) continue;
    const figures = judgeOne(at('applications'), name, update);
    holds &&= figures !== null;
    if (!figures) continue;
    passed.push(name);
    writeFileSync(progress, JSON.stringify(passed));
    if (update) keepResults('applications', makers, { [name]: figures });
  }
  return holds;
}

/** The figures of a network; null where a judge disagrees. */
function judgeOne(importer, name, update) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-application-'));
  try {
    readPython('keras', [script, name, work]);
    const golden = JSON.parse(gunzipSync(readFileSync(path.join(work, 'golden.json.gz'))).toString());
    const findings = compareFile(path.join(work, 'golden.json.gz'), name, update);
    const figures = { layers: golden.rows.length, params: golden.params, trainable: golden.trainable };
    for (const file of ['model.keras', 'model.h5']) {
      const answer = importFile(importer, work, file);
      findings.push(...answer.findings.slice(0, 3).map(finding => `${file}: ${finding}`));
      const isNear = answer.maxRelDiff !== null && answer.maxRelDiff <= LARGEST_DIFFERENCE;
      if (!isNear) findings.push(`${file}: outputs differ by ${answer.maxRelDiff}`);
      figures[file] = { difference: answer.maxRelDiff, ms: answer.milliseconds, mb: answer.memory };
      rmSync(path.join(work, file));
    }
    for (const file of ['back.keras', 'back.h5']) {
      const answer = readJson('--back', work, file);
      findings.push(...compareBack(golden, answer).map(finding => `${file}: ${finding}`));
      figures[file] = { difference: answer.difference };
    }
    console.log(`${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${told(figures)}`);
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
  const lines = ({ rows }) => rows.map(([, ...rest]) => JSON.stringify(rest)).sort();
  const [ours, theirs] = [lines(back), lines(golden)];
  if (ours.length !== theirs.length) findings.push(`Keras counts ${ours.length} layers`);
  else {
    const other = ours.findIndex((line, i) => line !== theirs[i]);
    if (other >= 0) findings.push(`a layer is ${ours[other]}, where Keras's own is ${theirs[other]}`);
  }
  if (!(back.difference <= LARGEST_DIFFERENCE)) findings.push(`outputs differ by ${back.difference}`);
  return findings;
}

function told({ layers, params, trainable, ...files }) {
  const each = Object.entries(files).map(([file, { difference, ms, mb }]) =>
    [`${file} ${difference?.toExponential(1)}`, ms !== undefined && `in ${ms} ms, ${mb} MB`]
      .filter(Boolean)
      .join(' '),
  );
  return `${layers} layers, ${params} (${trainable}); ${each.join('; ')}`;
}

/** What is kept of the figures: times and memory are this machine's and its load's. */
function kept({ layers, params, trainable, ...files }) {
  const differences = Object.entries(files).map(([file, { difference }]) => [file, oneDigit(difference)]);
  return { layers, params, trainable, ...Object.fromEntries(differences) };
}

function readJson(...parameters) {
  return JSON.parse(
    readPython('keras', [script, ...parameters])
      .trim()
      .split('\n')
      .at(-1),
  );
}

function importFile(importer, work, file) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [importer, work, file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${file}: ${stderr.trim().split('\n').slice(-8).join('\n')}`);
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
