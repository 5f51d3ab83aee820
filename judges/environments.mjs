// The judges' Python environments: one with TensorFlow and Keras, one with PyTorch, each in a folder of the user's cache, never both
// in one process. Packages come by name from wherever pip is told to find them, in the versions pinned here.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What each environment holds. */
export const ENVIRONMENTS = {
  keras: ['tensorflow-cpu==2.21.0', 'keras==3.15.1', 'onnx==1.23.2', 'onnxruntime==1.31.1', 'numpy==2.4.6'],
  torch: [
    'torch==2.15.0',
    'torchvision==0.29.2',
    'keras==3.15.1',
    'numpy==2.4.6',
    'onnx==1.23.2',
    'onnxscript==0.7.2',
    'safetensors==0.8.0',
  ],
  zoo: [
    'torch==2.15.0',
    'torchvision==0.29.2',
    'timm==1.0.31',
    'transformers==5.24.0',
    'skl2onnx==1.20.0',
    'scikit-learn==1.9.1',
    'numpy==2.4.6',
    'onnx==1.23.2',
    'onnxscript==0.7.2',
    'onnxruntime==1.31.1',
    'sympy==1.14.0',
  ],
};

/** The user's cache folder for Netloom, as set-up chooses it. */
export function cacheFolder() {
  if (process.env.NETLOOM_CACHE) return process.env.NETLOOM_CACHE;
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'netloom');
  if (process.platform === 'win32')
    return path.join(
      process.env.LOCALAPPDATA || path.join(homedir(), 'AppData', 'Local'),
      'netloom',
      'Cache',
    );
  return path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'netloom');
}

/** Where an environment's interpreter stands, whether or not it is there. */
function placeOf(name) {
  const requirements = ENVIRONMENTS[name].join('\n');
  const mark = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(), 'judges', `${name}-${mark}`);
  const python =
    process.platform === 'win32'
      ? path.join(folder, 'Scripts', 'python.exe')
      : path.join(folder, 'bin', 'python');
  return { folder, python, ready: path.join(folder, 'ready') };
}

/** The interpreter of an environment that is ready; null where it was not made yet. */
export function readyPython(name) {
  const { python, ready } = placeOf(name);
  return existsSync(ready) && readFileSync(ready, 'utf8') === ENVIRONMENTS[name].join('\n') ? python : null;
}

/**
 * Makes an environment where it is missing or half made.
 *
 * @param name `keras` or `torch`
 * @returns its interpreter
 */
export function ensurePython(name) {
  const known = readyPython(name);
  if (known) return known;
  const { folder, python, ready } = placeOf(name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  console.error(`Making the Python environment "${name}" (${ENVIRONMENTS[name].join(', ')}); it is kept.`);
  command(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
  command(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...ENVIRONMENTS[name]]);
  writeFileSync(ready, ENVIRONMENTS[name].join('\n'));
  return python;
}

function command(program, parameters) {
  const { status, error } = spawnSync(program, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error?.code === 'ENOENT')
    throw new Error(
      `The judges need ${program}, which was not found. Install Python 3.10 or newer with venv.`,
    );
  if (status !== 0)
    throw new Error(`${program} ${parameters.slice(0, 3).join(' ')} failed (exit ${status}).`);
}

/** Runs a Python judge to its end, its output shown; throws when it fails. */
export function runPython(name, parameters) {
  start(name, parameters, 'inherit');
}

/** Runs a Python judge to its end and gives what it wrote to its standard output; throws when it fails. */
export function readPython(name, parameters) {
  return start(name, parameters, 'pipe').stdout;
}

/**
 * Starts a Python judge that answers each line of JSON with one of JSON.
 *
 * @returns `ask` sends a line and gives the answer, one at a time, and throws what the judge says is an error; `end` lets the judge end
 */
export function askPython(name, parameters) {
  const child = spawn(ensurePython(name), parameters, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: environmentOf(name),
  });
  // A judge that died is told by its missing answer.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`The judge ${path.basename(parameters[0])} ended before it answered.`);
        if (!/^[[{]/.test(value)) continue;
        const answer = JSON.parse(value);
        if (answer.error) throw new Error(answer.error);
        return answer;
      }
    },
    end: () => child.stdin.end(),
  };
}

function environmentOf(name) {
  return {
    ...process.env,
    TF_CPP_MIN_LOG_LEVEL: '3',
    CUDA_VISIBLE_DEVICES: '',
    KERAS_BACKEND: name === 'torch' ? 'torch' : 'tensorflow',
  };
}

function start(name, parameters, stdout) {
  const result = spawnSync(ensurePython(name), parameters, {
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: environmentOf(name),
  });
  if (result.status !== 0)
    throw new Error(`The judge ${path.basename(parameters[0])} failed (exit ${result.status}).`);
  return result;
}
