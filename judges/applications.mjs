// Every network of keras.applications with random weights, saved by Keras as .keras and .h5 and imported here: layers, shapes, counts and
// outputs; and given back as .keras, loaded by Keras, with equal counts and outputs. `npm run judges -- applications --only=MobileNetV2,VGG16`; one network at a time, its files removed after it. `--update` writes the
// golden tables that `npm test` compares with.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const script = path.join(here, 'applications.py');
const goldens = path.join(here, '../shared/importers/keras/golden');
const LARGEST_DIFFERENCE = 1e-4;

/** Answers whether all networks are as Keras says; prints a line for each. */
export async function judgeApplications({ update = false, only = null } = {}) {
  const at = await buildScripts({ applications: 'judges/applications.ts' }, 'dist/judges/applications');
  const all = JSON.parse(readPython('keras', [script, '--list']));
  let holds = true;
  for (const name of only ?? all) holds = judgeOne(at('applications'), name, update) && holds;
  return holds;
}

function judgeOne(importer, name, update) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'netloom-application-'));
  try {
    readPython('keras', [script, name, work]);
    const findings = compareFile(path.join(work, 'golden.json.gz'), name, update);
    const figures = [];
    for (const file of ['model.keras', 'model.h5']) {
      const answer = importFile(importer, work, file);
      findings.push(...answer.findings.slice(0, 3).map(finding => `${file}: ${finding}`));
      const differs = answer.maxRelDiff === null || answer.maxRelDiff > LARGEST_DIFFERENCE;
      if (differs) findings.push(`${file}: outputs differ by ${answer.maxRelDiff}`);
      figures.push(
        `${answer.maxRelDiff?.toExponential(1)} in ${answer.milliseconds} ms, ${answer.memory} MB`,
      );
      rmSync(path.join(work, file));
    }
    const { rows, params, trainable } = JSON.parse(
      gunzipSync(readFileSync(path.join(work, 'golden.json.gz'))).toString(),
    );
    const back = JSON.parse(readPython('keras', [script, '--back', name, work]).trim().split('\n').at(-1));
    if (back.params !== params || back.trainable !== trainable)
      findings.push(`back: Keras counts ${back.params} (${back.trainable})`);
    if (!(back.difference <= LARGEST_DIFFERENCE)) findings.push(`back: outputs differ by ${back.difference}`);
    const verdict = findings.length === 0 ? 'ok  ' : 'FAIL';
    console.log(
      `${verdict} ${name}: ${rows.length} layers, ${params} (${trainable}); .keras ${figures[0]}; .h5 ${figures[1]}; back ${back.difference.toExponential(1)}`,
    );
    for (const finding of findings) console.log(`       ${finding}`);
    return findings.length === 0;
  } catch (error) {
    console.log(`FAIL ${name}: ${error.message}`);
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
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
