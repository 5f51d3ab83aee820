import type { Command } from 'commander';
import { exportModel } from '../../../main/keras-files/export-model.ts';
import { isLegacyPath } from '../../../main/keras-files/write-keras.ts';
import type { ModelFormat } from '../../../shared/contract/exports.ts';
import { wholeNumber } from '../arguments.ts';
import { readDocument } from '../document-file.ts';
import { exportedWeights } from '../exported-weights.ts';
import { endProgress, log, progressLine } from '../output.ts';
import { abortOnSignals } from '../signals.ts';

interface ModelExportOptions {
  readonly output: string;
  readonly run?: string;
  readonly seed: number;
}

/** What each command says of itself, and the format it writes to a path. */
const COMMANDS: readonly {
  readonly name: string;
  readonly description: string;
  readonly output: string;
  format(output: string): ModelFormat;
}[] = [
  {
    name: 'keras',
    description: 'write a Keras model with its weights, to be opened by keras.saving.load_model',
    output: 'the .keras file to write, or .h5 for the older form',
    format: output => (isLegacyPath(output) ? 'h5' : 'keras'),
  },
  {
    name: 'tfjs',
    description: 'write model.json and weights for TensorFlow.js, to be opened by tf.loadLayersModel',
    output: 'the .json file to write; the weights go beside it',
    format: () => 'tfjs',
  },
  {
    name: 'keras-code',
    description: 'write Python source for Keras 3, and the weights beside it as safetensors',
    output: 'the .py file to write',
    format: () => 'keras-code',
  },
  {
    name: 'pytorch',
    description: 'write Python source for PyTorch, and the weights beside it as safetensors',
    output: 'the .py file to write',
    format: () => 'pytorch',
  },
  {
    name: 'safetensors',
    description: 'write the weights alone, named LAYER/WEIGHT',
    output: 'the .safetensors file to write',
    format: () => 'safetensors',
  },
];

/** `netloom export keras|tfjs|keras-code|pytorch|safetensors`. */
export function registerModelExports(group: Command): void {
  for (const { name, description, output, format } of COMMANDS)
    group
      .command(name)
      .description(description)
      .argument('<file>', 'a .netloom document')
      .requiredOption('-o, --output <file>', output)
      .option(
        '--run <run>',
        'a training run (its folder or its name) whose weights are written; else fresh ones of the seed',
      )
      .option('--seed <n>', 'seed of fresh weights', wholeNumber(0, 4_294_967_295), 0)
      .action((file: string, options: ModelExportOptions) =>
        writeModel(file, options, format(options.output)),
      );
}

async function writeModel(file: string, options: ModelExportOptions, format: ModelFormat): Promise<void> {
  const document = await readDocument(file);
  const signals = abortOnSignals();
  try {
    const { weights } = await exportedWeights(file, document, options);
    const files = await exportModel({
      document,
      format,
      output: options.output,
      weights: weights?.store,
      seed: options.seed,
      signal: signals.signal,
      onProgress: fraction => progressLine(`writing ${Math.round(fraction * 100)} %`),
    });
    endProgress();
    log(`wrote ${files.join(' and ')}`);
  } finally {
    signals.release();
  }
}
