import type { Command } from 'commander';
import { describeData } from '../../../main/datasets/describe.ts';
import { dataName } from '../../../main/datasets/prepare-dataset.ts';
import type { DataReport } from '../../../shared/contract/data.ts';
import type { DataSettings } from '../../../shared/document/data-settings.ts';
import { TRAINING_DEFAULTS } from '../../../shared/document/training-defaults.ts';
import { DATASETS } from '../../../shared/training/dataset-list.ts';
import { choiceOption, collect, wholeNumber } from '../arguments.ts';
import { writeJsonLine, writeResult } from '../output.ts';

interface DataOptions {
  readonly target?: string;
  readonly ignore?: readonly string[];
  readonly categories?: 'one-hot' | 'index';
  readonly imageSize?: readonly [number, number];
  readonly memoryBudget?: number;
  readonly format: 'text' | 'json';
}

/** `netloom data`. */
export function registerData(program: Command): void {
  program
    .command('data')
    .description(
      'describe data: a folder of pictures per class, CSV or TSV, MNIST’s IDX files, CIFAR’s .bin files, NumPy arrays, or a data set that comes along; without a name, list these',
    )
    .argument('[name or path]', 'a data set, a file or a folder')
    .option('--target <column>', 'the column or array of the targets (default: guessed and shown)')
    .option('--ignore <column>', 'a column that is left out; repeatable', collect)
    .addOption(
      choiceOption('--categories <form>', 'what becomes of columns with words', ['one-hot', 'index']),
    )
    .option(
      '--image-size <height>x<width>',
      'the size that pictures get (default: the most common)',
      sizeOption,
    )
    .option('--memory-budget <mb>', 'megabytes of samples held in memory (default: 2048)', wholeNumber(1))
    .addOption(choiceOption('--format <format>', 'how to write it', ['text', 'json'], 'text'))
    .action(describe);
}

function sizeOption(text: string): [number, number] {
  const match = /^(\d+)(?:x(\d+))?$/.exec(text);
  const height = Number(match?.[1] ?? 0);
  const width = Number(match?.[2] ?? height);
  if (height < 1 || width < 1) throw new Error(`--image-size takes HEIGHTxWIDTH, e.g. 64x64; got "${text}".`);
  return [height, width];
}

async function describe(name: string | undefined, options: DataOptions): Promise<void> {
  if (name === undefined) {
    if (options.format === 'json') writeJsonLine(DATASETS);
    else
      for (const { name: id, samples, inputShape, outputShape, description } of DATASETS)
        writeResult(
          `${id.padEnd(14)} ${String(samples).padStart(6)} samples, ${inputShape.join(' × ')} → ${outputShape.join(' × ')}. ${description}\n`,
        );
    return;
  }
  const { format, ...given } = options;
  const settings: DataSettings = given;
  const report = await describeData({
    name: dataName(name, process.cwd()),
    settings,
    input: null,
    output: null,
    split: TRAINING_DEFAULTS.split,
    seed: TRAINING_DEFAULTS.seed,
  });
  if (format === 'json') writeJsonLine(report);
  else writeResult(reportText(report));
}

/** Classes, columns and broken files that the text lists. */
const LISTED = 20;
/** Characters of the longest bar. */
const BAR = 30;

const figure = (value: number) =>
  Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 6 });

function reportText(report: DataReport): string {
  const { samples, inputShape, outputShape, range, split, bytes, streamed } = report;
  const lines = [
    `${report.title}: ${report.description}`,
    `samples   ${samples.toLocaleString('en-US')}, each ${inputShape.join(' × ')} → ${outputShape.join(' × ')}${report.classes ? ` (${report.classes.length} classes)` : ''}`,
    `split     ${split.train} training, ${split.validation} validation, ${split.test} test${split.given ? ', as the data are divided' : ''}`,
    `range     ${figure(range.min)} to ${figure(range.max)}, mean ${figure(range.mean)}, deviation ${figure(range.deviation)}`,
    ...(report.targetRange
      ? [`targets   ${figure(report.targetRange.min)} to ${figure(report.targetRange.max)}`]
      : []),
    `missing   ${report.missing === 0 ? 'no numbers' : `${report.missing} numbers are missing or not finite`}`,
    `memory    ${Math.ceil(bytes / 2 ** 20)} MB${streamed ? ', more than the budget: read from disk batch by batch' : ''}`,
    ...balanceLines(report),
    ...columnLines(report),
    ...brokenLines(report),
    ...(report.refusal ? [`training  would be refused: ${report.refusal.message}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function balanceLines({ balance }: DataReport): readonly string[] {
  if (!balance) return [];
  const most = Math.max(...balance.map(({ count }) => count), 1);
  const width = Math.min(24, Math.max(...balance.map(({ name }) => name.length)));
  return [
    'classes',
    ...balance
      .slice(0, LISTED)
      .map(
        ({ name, count }) =>
          `  ${name.slice(0, width).padEnd(width)} ${String(count).padStart(7)} ${'█'.repeat(Math.round((BAR * count) / most))}`,
      ),
    ...more(balance.length, 'classes'),
  ];
}

function columnLines({ columns, target }: DataReport): readonly string[] {
  if (!columns) return [];
  return [
    'columns',
    ...columns.slice(0, LISTED).map(({ name, type, role, categories, min, max, missing }) => {
      const words =
        type === 'category'
          ? `${categories?.length} categories: ${(categories ?? []).slice(0, 6).join(', ')}${(categories?.length ?? 0) > 6 ? ', …' : ''}`
          : type === 'number'
            ? `number, ${figure(min ?? 0)} to ${figure(max ?? 0)}`
            : 'text';
      const purpose =
        role === 'input'
          ? ''
          : role === 'target'
            ? target?.guessed
              ? 'target (guessed)'
              : 'target'
            : 'left out';
      return `  ${name.padEnd(20)} ${words}${missing > 0 ? `, ${missing} missing` : ''}${purpose === '' ? '' : `, ${purpose}`}`;
    }),
    ...more(columns.length, 'columns'),
  ];
}

function brokenLines({ broken, brokenCount }: DataReport): readonly string[] {
  if (brokenCount === 0) return [];
  return [
    `broken    ${brokenCount} cannot be read; training leaves them out only with --skip-broken`,
    ...broken.slice(0, LISTED).map(({ name, reason }) => `  ${name}: ${reason}`),
    ...more(brokenCount, 'of them'),
  ];
}

const more = (count: number, what: string) => (count > LISTED ? [`  … ${count - LISTED} more ${what}`] : []);
