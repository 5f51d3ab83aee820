import path from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import { userDataDirectory } from '../../../main/documents/user-data.ts';
import type { NumericTensor } from '../../../main/engines/engine.ts';
import { defaultEngineName, loadEngine } from '../../../main/engines/load-engine.ts';
import { findRun, runsDirectory } from '../../../main/runs/run-place.ts';
import { OpenRun, type SplitPart } from '../../../main/training/open-run.ts';
import type { predictAnswerSchema } from '../../../shared/contract/command-line.ts';
import { type EngineName, engineNameSchema } from '../../../shared/contract/engines.ts';
import { choiceOption, wholeNumber } from '../arguments.ts';
import { readDocument } from '../document-file.ts';
import { log, writeJsonLine, writeResult } from '../output.ts';
import { outputLines, scoreWords } from '../output-figures.ts';
import { withQuietEngine } from '../quiet-engine.ts';

interface RunOptions {
  readonly run: string;
  readonly dataset?: string;
  readonly split: SplitPart;
  readonly engine?: EngineName;
  readonly format: 'text' | 'json';
}

const PARTS: Readonly<Record<string, SplitPart>> = { train: 'train', validation: 'validation', test: 'test' };

/** `netloom evaluate` and `netloom predict`. */
export function registerEvaluate(program: Command): void {
  const common = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<file>', 'the .netloom document that was trained')
      .requiredOption('--run <run>', 'the training run: its folder or its name')
      .option('--dataset <name or path>', 'the data (default: what it was trained on)')
      .addOption(choiceOption('--split <part>', 'which samples', Object.keys(PARTS), 'test'))
      .addOption(
        choiceOption(
          '--engine <engine>',
          'what computes (default: the best that is ready)',
          engineNameSchema.options,
        ),
      )
      .addOption(choiceOption('--format <format>', 'how to write it', ['text', 'json'], 'text'));
  common('evaluate', 'loss and metrics of a trained run on a part of a data set').action(
    withQuietEngine(async (file: string, options: RunOptions) => {
      const run = await openRun(file, options);
      const scores = await run.evaluate(options.split, options.dataset);
      run.dispose();
      const { accuracy, ...rest } = scores;
      if (options.format === 'json') writeJsonLine(accuracy === null ? rest : { ...rest, accuracy });
      else writeResult(`${[scoreWords(scores), ...outputLines(scores)].join('\n')}\n`);
    }, engineOf),
  );
  common(
    'predict',
    "a trained run's outputs for samples of a data set, or of NumPy arrays without targets, all of them",
  )
    .option('--count <n>', 'how many samples', wholeNumber(1), 10)
    .option('--offset <n>', 'the first sample of the part, from 0', wholeNumber(0), 0)
    .action(
      withQuietEngine(async (file: string, options: RunOptions & { count: number; offset: number }) => {
        const run = await openRun(file, options);
        const positions = Array.from({ length: options.count }, (_, i) => options.offset + i);
        const { targets, outputs } = await run.predictSamples(options.split, positions, options.dataset);
        const names = run.plan.outputs.map(({ name }) => name);
        run.dispose();
        if (targets.length === 0) log('The data have no targets: their samples are told in their order.');
        const count = outputs[0]?.shape[0] ?? 0;
        for (let i = 0; i < count; i++) {
          const sample = options.offset + i;
          const rows = names.map((name, at) => ({
            name,
            output: rowOf(outputs[at], i),
            target: targets[at] ? rowOf(targets[at], i) : null,
          }));
          if (options.format === 'json') writeJsonLine(sampleAnswer(sample, rows));
          else writeResult(`${String(sample).padStart(5)}  ${rows.map(rowText).join('; ')}\n`);
        }
      }, engineOf),
    );
}

const engineOf = (_file: string, { engine }: RunOptions) => engine;

/** What a network gives for a sample at one output. */
interface PredictedRow {
  readonly name: string;
  readonly output: readonly number[];
  /** Null where the data have no targets. */
  readonly target: readonly number[] | null;
}

function rowOf(tensor: NumericTensor | undefined, i: number): readonly number[] {
  if (!tensor) return [];
  const size = tensor.data.length / Math.max(1, tensor.shape[0] ?? 1);
  return Array.from(tensor.data.subarray(i * size, (i + 1) * size));
}

function sampleAnswer(sample: number, rows: readonly PredictedRow[]): z.infer<typeof predictAnswerSchema> {
  const [only] = rows;
  if (only && rows.length === 1)
    return { sample, output: [...only.output], ...(only.target && { target: [...only.target] }) };
  const byName = (numbers: (row: PredictedRow) => readonly number[]) =>
    Object.fromEntries(rows.map(row => [row.name, [...numbers(row)]]));
  return {
    sample,
    outputs: byName(row => row.output),
    ...(only?.target && { targets: byName(row => row.target ?? []) }),
  };
}

function rowText({ name, output, target }: PredictedRow, _: number, { length }: readonly PredictedRow[]) {
  return `${length > 1 ? `${name} ` : ''}${described(output)}${target ? `  (target ${described(target)})` : ''}`;
}

async function openRun(file: string, { run, engine }: RunOptions): Promise<OpenRun> {
  const document = await readDocument(file);
  const folder = await findRun(run, runsDirectory(path.resolve(file), document.name, userDataDirectory()));
  return OpenRun.load(await loadEngine(engine ?? (await defaultEngineName())), folder);
}

/** Numbers that a line says. */
const SAID = 3;

/** The numbers, the first of many; of shares of more classes than that the likeliest. */
function described(values: readonly number[]): string {
  const said = values.slice(0, SAID).map(value => value.toFixed(4));
  if (values.length <= SAID) return said.join(', ');
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) > 1e-3 || values.some(value => value < 0))
    return `${said.join(', ')}, … (${values.length} numbers)`;
  const best = values.indexOf(Math.max(...values));
  return `class ${best} (${((values[best] ?? 0) * 100).toFixed(1)} %)`;
}
