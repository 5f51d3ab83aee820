import { execFileSync, spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from '../judges/build.mjs';
import { readyPython } from '../judges/environments.mjs';
import { open } from './open.mjs';
import { race } from './race.mjs';
import { start } from './start.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));

function run(program, parameters, environment = {}) {
  const { status } = spawnSync(program, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '', ...environment },
  });
  if (status !== 0) throw new Error(`${path.basename(parameters[0])} failed (exit ${status}).`);
}

/** Says that a rival did not take part. */
function absent(bench, rival) {
  console.log(
    JSON.stringify({ bench, rival, absent: 'no environment of the judges; `npm run judges` makes it' }),
  );
}

async function inference() {
  const at = await buildScripts({ inference: 'bench/inference.ts' }, 'dist/bench/inference');
  const networks = JSON.parse(execFileSync(process.execPath, [at('inference')], { encoding: 'utf8' }));
  for (const network of networks) run(process.execPath, [at('inference'), network]);
  const python = readyPython('keras');
  if (python) run(python, [path.join(folder, 'onnx_inference.py')]);
  else absent('inference', 'onnx.shape_inference');
}

/** VGG-16 to ONNX against a raw write of as many bytes; options: the rounds, and the folder to write in. */
async function exporting([rounds = '5', place = os.tmpdir()]) {
  const at = await buildScripts({ export: 'bench/export.ts' }, 'dist/bench/export');
  for (const weights of ['run', 'fresh']) run(process.execPath, [at('export'), place, weights, rounds]);
}

async function layout() {
  const at = await buildScripts({ layout: 'bench/layout.ts' }, 'dist/bench/layout');
  run(process.execPath, [at('layout')]);
}

/**
 * Recorded training steps against eager ones: every layer type with every optimizer; options are names of types. With oneDNN TensorFlow takes other kernels in a
 * graph than for single operations, which round differently; the graph is compared word for word without them too.
 */
async function recording(types) {
  const at = await buildScripts({ recording: 'bench/recording.ts' }, 'dist/bench/recording');
  run(process.execPath, [at('recording'), 'verbatim', ...types], { TF_ENABLE_ONEDNN_OPTS: '0' });
  for (const mode of ['verbatim', 'fused']) run(process.execPath, [at('recording'), mode, ...types]);
}

/** Epochs of training; options: `--rounds N` and names of networks. */
const training = options =>
  race(
    'training',
    {
      scripts: { netloom: 'netloom-contender', 'tfjs-node fit': 'fit-contender' },
      python: ['keras', 'torch'],
    },
    options,
  );

/** The same samples predicted in batches; options: `--rounds N` and names of networks. */
const predict = options =>
  race(
    'predict',
    {
      scripts: { netloom: 'netloom-predictor', 'ONNX Runtime': 'onnx-predictor' },
      python: ['keras'],
      parameters: ['predict'],
    },
    options,
  );

/** How long a training process takes until a wish to pause or to stop takes effect; option: how many pauses. */
async function responsiveness(options) {
  const at = await buildScripts({ responsiveness: 'bench/responsiveness.ts' }, 'dist/bench/responsiveness');
  run(process.execPath, [at('responsiveness'), ...options]);
}

/** Every benchmark by name. */
export const BENCHES = {
  export: exporting,
  inference,
  layout,
  open,
  predict,
  recording,
  responsiveness,
  start,
  training,
};
