import path from 'node:path';
import type { Command } from 'commander';
import { loadWeights } from '../../../main/runs/load-weights.ts';
import { newRunPath, runsDirectory } from '../../../main/runs/run-place.ts';
import type { WeightMatch } from '../../../shared/contract/runs.ts';
import { choiceOption } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { readDocument } from '../document-file.ts';
import { log, writeJsonLine, writeResult } from '../output.ts';

interface WeightsOptions {
  readonly output?: string;
  readonly format: 'text' | 'json';
}

/** `netloom weights`: a safetensors file's weights as a run of a document. */
export function registerWeights(program: Command): void {
  program
    .command('weights')
    .description('load weights of a safetensors file into a network, by name and shape, as a run')
    .argument('<file>', 'a .netloom document')
    .argument('<weights>', "a .safetensors file with Netloom's, Keras's or PyTorch's names")
    .option('-o, --output <run>', 'the folder for the run, which --run takes (default: FILE.runs/TIME-0)')
    .addOption(choiceOption('--format <format>', 'how to write what matched', ['text', 'json'], 'text'))
    .action(takeWeights);
}

async function takeWeights(file: string, weights: string, options: WeightsOptions): Promise<void> {
  const document = await readDocument(file);
  const { output } = options;
  const { run, rows } = await loadWeights(document, path.resolve(weights), () =>
    output === undefined ? newRunPath(runsDirectory(file, '', ''), 0) : Promise.resolve(path.resolve(output)),
  );
  if (options.format === 'json') writeJsonLine({ run, rows });
  else writeResult(`${rows.map(line).join('\n')}\n`);
  if (run === null)
    throw new CommandError(
      'weights.none',
      `No tensor of ${weights} fits a weight of ${file} by name and shape, so no run was made.`,
    );
  const matched = rows.filter(({ kind }) => kind === 'matched').length;
  log(`${matched} of ${rows.filter(({ weight }) => weight !== '').length} weights taken, in ${run}`);
}

function line({ kind, weight, tensor, note }: WeightMatch): string {
  const what =
    weight === '' || weight === tensor ? tensor : tensor === '' ? weight : `${weight} from ${tensor}`;
  return `${kind.padEnd(8)} ${what}${note === '' ? '' : `: ${note}`}`;
}
