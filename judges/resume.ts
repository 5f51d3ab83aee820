import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadEngine } from '../main/engines/load-engine.ts';
import { webGpuEngine } from '../main/engines/webgpu/webgpu-engine.ts';
import { SWIFTSHADER } from '../main/setup/probe-webgpu.ts';
import { prepareResume, prepareRun } from '../main/training/prepare-run.ts';
import { RunControl } from '../main/training/run-control.ts';
import { runTraining } from '../main/training/run-training.ts';
import { runOutcome, trainBrokenOff } from '../main/training/testing.ts';
import { OPTIMIZERS } from '../shared/document/learning-settings.ts';
import { emptyDocument, type NetloomDocument } from '../shared/document/schema.ts';

const EPOCHS = 3;
type Node = NetloomDocument['nodes'][string];

function chain(dataset: string, batchSize: number, layers: Readonly<Record<string, Node>>): NetloomDocument {
  const names = Object.keys(layers);
  return {
    ...emptyDocument('resume'),
    nodes: layers,
    edges: names.slice(1).map((to, i) => ({ from: names[i] ?? '', to })),
    training: { dataset, batchSize, epochs: EPOCHS, seed: 3 },
  };
}

const dense = (units: number, activation: string): Node => ({
  type: 'Dense',
  parameters: { units, activation },
});

const SMALLEST = 'MLP, dropout';
const NETWORKS: Readonly<Record<string, NetloomDocument>> = {
  [SMALLEST]: chain('spirals', 64, {
    input: { type: 'InputLayer', parameters: { shape: [2] } },
    wide: dense(64, 'relu'),
    dropout: { type: 'Dropout', parameters: { rate: 0.3 } },
    deep: dense(64, 'tanh'),
    output: dense(2, 'softmax'),
  }),
  'CNN, batch normalization': chain('spectra', 160, {
    input: { type: 'InputLayer', parameters: { shape: [128, 1] } },
    conv: { type: 'Conv1D', parameters: { filters: 8, kernel_size: 5, strides: 2, activation: 'relu' } },
    norm: { type: 'BatchNormalization' },
    noise: { type: 'GaussianNoise', parameters: { stddev: 0.1 } },
    pool: { type: 'MaxPooling1D', parameters: { pool_size: 4 } },
    flat: { type: 'Flatten' },
    output: dense(4, 'softmax'),
  }),
  LSTM: chain('spectra', 160, {
    input: { type: 'InputLayer', parameters: { shape: [128, 1] } },
    shrink: { type: 'AveragePooling1D', parameters: { pool_size: 8 } },
    lstm: { type: 'LSTM', parameters: { units: 12, dropout: 0.1 } },
    output: dense(4, 'softmax'),
  }),
};

/** Steps at a time, where a run begins: few enough that it can be broken off within an epoch. */
const STEPS = 4;

const [engineName, gpuThread = '', ...asked] = process.argv.slice(2);
const software = SWIFTSHADER.find(existsSync);
if (software !== undefined) process.env.VK_ICD_FILENAMES ??= software;
const engine = engineName === 'webgpu' ? webGpuEngine(gpuThread) : await loadEngine('tensorflow');
// On an adapter in software the networks with many operations take minutes each.
const networks = Object.keys(NETWORKS).filter(name => engine.name !== 'webgpu' || name === SMALLEST);
const optimizers = OPTIMIZERS.filter(name => asked.length === 0 || asked.includes(name));
const directory = mkdtempSync(path.join(tmpdir(), 'netloom-resume-'));

async function isEqual(network: string, name: (typeof OPTIMIZERS)[number]): Promise<string> {
  const document = NETWORKS[network] ?? emptyDocument('');
  const optimized = { ...document, training: { ...document.training, optimizer: { name } } };
  const prepare = () => prepareRun(optimized, { engine: engine.name, directory });
  const control = new RunControl();
  const report = () => undefined;
  const broken = await prepare();
  const ending = await trainBrokenOff(engine, broken, STEPS);
  if (ending !== 'stopped within epoch 2') return `not broken off within epoch 2: ${ending}`;
  await runTraining(engine, await prepareResume(broken.path), { resume: true, control, report });
  const whole = await prepare();
  await runTraining(engine, whole, { resume: false, control, report, stepsPerCall: STEPS });
  return isDeepStrictEqual(await runOutcome(broken), await runOutcome(whole)) ? 'equal' : 'DIFFERENT';
}

let holds = true;
try {
  console.log(`${engine.name} on ${engine.device}`);
  console.log(`| optimizer | ${networks.join(' | ')} |\n|---|${'---|'.repeat(networks.length)}`);
  for (const optimizer of optimizers) {
    const cells: string[] = [];
    for (const network of networks) cells.push(await isEqual(network, optimizer));
    holds &&= cells.every(cell => cell === 'equal');
    console.log(`| ${optimizer} | ${cells.join(' | ')} |`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(holds ? 0 : 1);
