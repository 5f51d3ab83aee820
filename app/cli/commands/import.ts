import path from 'node:path';
import type { Command } from 'commander';
import { importInProcess } from '../../../main/importing/import-in-process.ts';
import { runsDirectory } from '../../../main/runs/run-place.ts';
import { netloomDirectory } from '../../../main/setup/place.ts';
import type { ImportReport } from '../../../shared/contract/imports.ts';
import { parseDocument } from '../../../shared/document/serialize.ts';
import { weightsInWords } from '../../../shared/importers/weights-in-words.ts';
import { choiceOption } from '../arguments.ts';
import { requireFolderOf, writeDocument } from '../document-file.ts';
import { log, writeJsonLine, writeResult } from '../output.ts';
import { abortOnSignals } from '../signals.ts';

interface ImportOptions {
  readonly output: string;
  readonly weightsOut?: string;
  readonly format: 'text' | 'json';
}

/** `netloom import`: a model of another program as a document, its weights as a run. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('read an ONNX, Keras (.keras, .h5, config .json) or tfjs (model.json) model as a document')
    .argument('<model>', 'the model file; what it is, is told by its content')
    .requiredOption('-o, --output <file>', 'the .netloom file to write')
    .option(
      '--weights-out <run>',
      'the folder for the weights, a run that --run takes (default: FILE.runs/TIME-0)',
    )
    .addOption(choiceOption('--format <format>', 'how to write the report', ['text', 'json'], 'text'))
    .action(importFile);
}

async function importFile(model: string, options: ImportOptions): Promise<void> {
  const signals = abortOnSignals();
  try {
    requireFolderOf(options.output);
    const output = path.resolve(options.output);
    const run =
      options.weightsOut === undefined
        ? { among: runsDirectory(output, '', '') }
        : { path: path.resolve(options.weightsOut) };
    const script = path.join(netloomDirectory(), 'dist/node/import-worker.mjs');
    const job = { file: path.resolve(model), run };
    const { result, kept } = await importInProcess(script, job, { signal: signals.signal });
    await kept;
    await writeDocument(options.output, parseDocument(result.text), { keep: true });
    log(`wrote ${options.output}${result.run === null ? '' : `, weights in ${result.run}`}`);
    if (options.format === 'json') writeJsonLine({ run: result.run, ...result.report });
    else writeResult(reportText(result.report));
  } finally {
    signals.release();
  }
}

/** The report in words: what became what in figures, then what is to be told of single parts. */
function reportText(report: ImportReport): string {
  const { format, producer, opsets, entries, warnings } = report;
  const count = (kind: string) => entries.filter(entry => entry.kind === kind).length;
  const sets = Object.entries(opsets).map(([domain, version]) => `${domain || 'ai.onnx'} ${version}`);
  const lines = [
    `${format}${producer ? ` by ${producer}` : ''}${sets.length > 0 ? `, operators ${sets.join(', ')}` : ''}`,
    `${count('layer')} parts became layers, ${count('block')} blocks, ${count('operator')} were carried as operator nodes, ${count('changed')} changed, ${count('refused')} left out`,
    weightsInWords(report),
    ...warnings,
    ...entries.filter(({ note }) => note !== '').map(({ source, note }) => `${source}: ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}
