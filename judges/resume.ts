import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadEngine } from '../main/engines/load-engine.ts';
import type { RunFolder } from '../main/runs/run-folder.ts';
import { prepareResume, prepareRun } from '../main/training/prepare-run.ts';
import { RunControl } from '../main/training/run-control.ts';
import { runTraining } from '../main/training/run-training.ts';
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

const NETWORKS: Readonly<Record<string, NetloomDocument>> = {
  'MLP, dropout': chain('spirals', 64, {
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

/** Everything that a run gives: hashes of its tensors, and its figures without times. */
function outcome({ path: run }: RunFolder): string {
  const tensors = readdirSync(run).filter(name => name.endsWith('.safetensors'));
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(run, name)))
      .digest('hex');
  const figures = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').replace(/"ms":[\d.]+/g, '');
  return JSON.stringify([tensors.sort().map(name => [name, hash(name)]), figures]);
}

/** Stops a run at its second look between batches after it has told of its first epoch: within the second one. */
class SecondEpoch extends RunControl {
  private looks = 0;
  isFirstOver = false;

  override point() {
    if (this.isFirstOver) this.looks += 1;
    if (this.looks === 2) this.stop();
    return super.point();
  }
}

/** Steps at a time, where a run begins: more than one, so that runs are broken off between groups of steps. A run that goes on keeps its number. */
const STEPS = 4;

const engine = await loadEngine('tensorflow');
const directory = mkdtempSync(path.join(tmpdir(), 'netloom-resume-'));
const asked = new Set(process.argv.slice(2));
const optimizers = OPTIMIZERS.filter(name => asked.size === 0 || asked.has(name));

async function isEqual(network: string, name: (typeof OPTIMIZERS)[number]): Promise<string> {
  const document = NETWORKS[network] ?? emptyDocument('');
  const optimized = { ...document, training: { ...document.training, optimizer: { name } } };
  const prepare = () => prepareRun(optimized, { engine: 'tensorflow', directory });
  const train = (folder: RunFolder, resume: boolean, control: RunControl) =>
    runTraining(engine, folder, {
      resume,
      control,
      ...(!resume && { stepsPerCall: STEPS }),
      report: event => {
        if (control instanceof SecondEpoch && event.event === 'epoch') control.isFirstOver = true;
      },
    });
  const broken = await prepare();
  const { status } = await train(broken, false, new SecondEpoch());
  const { batch = 0, epoch = 0 } = (await broken.readCheckpoint())?.position ?? {};
  if (status !== 'stopped' || batch === 0)
    return `not broken off within an epoch (${status}, ${epoch}.${batch})`;
  await train(await prepareResume(broken.path), true, new RunControl());
  const whole = await prepare();
  await train(whole, false, new RunControl());
  return outcome(whole) === outcome(broken) ? 'equal' : 'DIFFERENT';
}

let holds = true;
try {
  console.log(
    `| optimizer | ${Object.keys(NETWORKS).join(' | ')} |\n|---|${'---|'.repeat(Object.keys(NETWORKS).length)}`,
  );
  for (const optimizer of optimizers) {
    const cells: string[] = [];
    for (const network of Object.keys(NETWORKS)) cells.push(await isEqual(network, optimizer));
    holds &&= cells.every(cell => cell === 'equal');
    console.log(`| ${optimizer} | ${cells.join(' | ')} |`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(holds ? 0 : 1);
