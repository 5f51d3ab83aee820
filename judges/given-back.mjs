// What every judge of imported ONNX files shares: a file is imported and given back; shapes, counts of weights and outputs are compared.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { ensurePython } from './environments.mjs';
import { keepResults, oneDigit } from './results.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
/** Documents of networks as PyTorch's older exporter writes them, for tests of layout and lints; `--update` writes those that are there anew. */
const GOLDENS = path.join(here, '../shared/importers/onnx/golden');
/** Largest difference of outputs, by their largest value or 1. */
const LARGEST = 1e-5;

/** Builds the script that imports ONNX files and gives them back; answers its path. */
export async function buildGivenBack() {
  const at = await buildScripts({ 'given-back': 'judges/given-back.ts' }, 'dist/judges/given-back');
  return at('given-back');
}

/** Runs a program and answers what it wrote; its warnings are kept for the message of a failure. */
export function run(program, parameters) {
  return execFileSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
}

/** What a comparison lacks to hold; empty where it holds. */
export function faults({
  error,
  difference,
  by,
  why,
  wrongShapes,
  checker,
  names,
  elements,
  parameters,
  edits,
}) {
  if (error !== undefined) return [error];
  const found = [];
  if (by !== 'nobody' && !(difference !== null && difference <= LARGEST))
    found.push(`outputs differ by ${difference} ${why ?? ''}`);
  if (wrongShapes.length > 0)
    found.push(`${wrongShapes.length} shapes: ${wrongShapes.slice(0, 5).join('; ')}`);
  if (checker !== '') found.push(checker);
  if (names.length > 0) found.push(`names: ${JSON.stringify(names)}`);
  if (parameters < elements[0] || parameters > elements[1])
    found.push(`${parameters} elements of weights, the file has ${elements[0]} to ${elements[1]}`);
  for (const fault of edits ?? []) found.push(fault);
  return found;
}

/**
 * Lets a Python script export networks one after the other and judges every file.
 *
 * @param judgeName under what the figures are kept, with the `makers` of them
 * @param script the script: `list`, and `export NAME FOLDER`
 * @param environment the Python environment that it needs
 * @param names networks; null for all that the script lists
 * @param update whether the figures are kept for the documents
 */
export async function judgeNetworks({ judgeName, makers, script, environment, names, update }) {
  const exporter = ensurePython(environment);
  const judge = { givenBack: await buildGivenBack(), python: ensurePython('keras') };
  const file = path.join(here, script);
  let holds = true;
  for (const name of names ?? run(exporter, [file, 'list']).trim().split('\n')) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-given-back-'));
    try {
      const remarks = attempt(() => run(exporter, [file, 'export', name, folder]));
      for (const line of remarks
        .trim()
        .split('\n')
        .filter(text => /^(script|dynamo): /.test(text)))
        console.log(`     ${name} not exported by ${line}`);
      for (const entry of readdirSync(folder)
        .filter(model => model.endsWith('.onnx'))
        .sort()) {
        const row = judgeFile(path.join(folder, entry), { ...judge, update });
        const found = faults(row);
        holds &&= found.length === 0;
        console.log(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${line(path.basename(entry, '.onnx'), row)}`);
        for (const fault of found) console.log(`       ${fault}`);
        if (update && found.length === 0)
          keepResults(judgeName, makers, { [path.basename(entry, '.onnx')]: figuresOf(row) });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return holds;
}

function judgeFile(file, { givenBack, python, update }) {
  const tasks = `${file}.tasks`;
  const golden = path.join(GOLDENS, `${path.basename(file).replace('-script.onnx', '')}.json.gz`);
  const task = { file, back: `${file}.back`, table: `${file}.json` };
  const kept = update && existsSync(golden) ? { ...task, golden } : task;
  writeFileSync(tasks, `${JSON.stringify(kept)}\n`);
  try {
    const ours = JSON.parse(run(process.execPath, [givenBack, tasks]));
    if (ours.error !== undefined) return ours;
    return { ...ours, ...JSON.parse(run(python, [path.join(here, 'given_back.py'), tasks])) };
  } catch (error) {
    return { error: lastLines(error) };
  }
}

function line(name, { error, nodes, layers, carried, shapes, parameters, difference, milliseconds, peak }) {
  if (error !== undefined) return name;
  const operators = Object.entries(carried).map(([operator, count]) => `${operator} ${count}`);
  return `${name}: ${nodes} nodes, ${layers} layers, carried ${operators.join(', ') || 'nothing'}; ${shapes} shapes, ${parameters} elements, difference ${difference?.toExponential(1)}, ${milliseconds} ms, ${peak} MB`;
}

/** What is kept of a file for docs/imported.md: nothing that another machine or its load would change. */
export function figuresOf({ nodes, carried, shapes, difference }) {
  return { nodes, carried, tensors: shapes, difference: oneDigit(difference) };
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    return `script: ${lastLines(error)}`;
  }
}

function lastLines(error) {
  return String(error.stderr || error.message)
    .trim()
    .split('\n')
    .slice(-2)
    .join(' ')
    .slice(0, 400);
}
