import path from 'node:path';
import type { Command } from 'commander';
import { describeData } from '../../../main/datasets/describe.ts';
import { describeArrays } from '../../../main/datasets/describe-arrays.ts';
import { dataName, isBuiltIn } from '../../../main/datasets/prepare-dataset.ts';
import type { ArraysReport, DataReport, TargetReport } from '../../../shared/contract/data.ts';
import type { DataInput, DatasetInfo, DataTarget } from '../../../shared/contract/runs.ts';
import type { DataSettings } from '../../../shared/document/data-settings.ts';
import { TRAINING_DEFAULTS } from '../../../shared/document/training-defaults.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import { datasetMisfit, misfitText } from '../../../shared/training/dataset-fit.ts';
import { DATASETS } from '../../../shared/training/dataset-list.ts';
import { networkPorts } from '../../../shared/training/network-ports.ts';
import { choiceOption } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { addDataOptions, type DataOptions, dataSettings } from '../data-options.ts';
import { readDocument } from '../document-file.ts';
import { writeJsonLine, writeResult } from '../output.ts';

interface DescribeOptions extends DataOptions {
  readonly network?: string;
  readonly categories?: 'one-hot' | 'index';
  readonly imageSize?: readonly [number, number];
  readonly format: 'text' | 'json';
}

/** `netloom data`. */
export function registerData(program: Command): void {
  const command = program
    .command('data')
    .description(
      'describe data: a folder of pictures per class, CSV or TSV, MNIST’s IDX files, CIFAR’s .bin files, NumPy arrays, or a data set that comes along; without a name, list these',
    )
    .argument('[name or path]', 'a data set, a file or a folder')
    .option(
      '--network <file>',
      'the .netloom document that the data are for: its inputs and outputs say which arrays and columns serve for what',
    );
  addDataOptions(command)
    .addOption(
      choiceOption('--categories <form>', 'what becomes of columns with words', ['one-hot', 'index']),
    )
    .option(
      '--image-size <height>x<width>',
      'the size that pictures get (default: the most common)',
      sizeOption,
    )
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

async function describe(name: string | undefined, options: DescribeOptions): Promise<void> {
  if (name === undefined) {
    if (options.format === 'json') writeJsonLine(DATASETS);
    else
      for (const { name: id, samples, description, ...info } of DATASETS)
        writeResult(
          `${id.padEnd(14)} ${String(samples).padStart(6)} samples, ${shapesText(info)}. ${description}\n`,
        );
    return;
  }
  const { format, network, categories, imageSize } = options;
  if (options.columns && network === undefined)
    throw new CommandError(
      'data.usage',
      '--columns says what goes to which input and output; name the network with --network FILE.',
      2,
    );
  const document = network === undefined ? null : await readDocument(network);
  const settings: DataSettings = {
    ...document?.training?.data,
    ...(categories && { categories }),
    ...(imageSize && { imageSize }),
    ...dataSettings(options, document?.training?.data?.columns),
  };
  const place = dataName(name, process.cwd());
  const arrays =
    document === null && settings.target === undefined && !isBuiltIn(place)
      ? await describeArrays(place)
      : null;
  if (arrays) {
    if (format === 'json') writeJsonLine(arrays);
    else writeResult(arraysText(arrays));
    return;
  }
  const inference = document && inferDocument(document);
  const found = await describeData({
    name: place,
    settings,
    network: inference === null ? { inputs: [], outputs: [] } : networkPorts(inference),
    split: document?.training?.split ?? TRAINING_DEFAULTS.split,
    seed: document?.training?.seed ?? TRAINING_DEFAULTS.seed,
  });
  const misfit = inference && datasetMisfit(document, inference, found);
  const refusal = found.refusal ?? (misfit && { code: 'dataset.mismatch', message: misfitText(misfit) });
  const report = { ...found, refusal };
  if (format === 'json') writeJsonLine(report);
  else writeResult(reportText(report));
}

/** Classes, columns and broken files that the text lists. */
const LISTED = 20;
/** Characters of the longest bar. */
const BAR = 30;

const figure = (value: number) =>
  Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 6 });

const counted = (value: number) => value.toLocaleString('en-US');
const shapeText = (shape: readonly number[]) => shape.join(' × ');
const nameOf = (name: string | null) => (name === null ? '' : `${name} `);

/** `2 × 3 → 1`, with names `title 20, body 100 → priority 3`. */
function shapesText({ inputs, targets }: Pick<DatasetInfo, 'inputs' | 'targets'>): string {
  const each = (entries: readonly (DataInput | DataTarget)[]) =>
    entries.map(({ name, shape }) => nameOf(name) + shapeText(shape)).join(', ');
  return `${each(inputs)} → ${each(targets)}`;
}

/** The arrays one a line, and what tells which serves for what. */
function arraysText({ name: place, arrays }: ArraysReport): string {
  const rows = arrays.map(({ name, shape, type, range, missing, refusal }) => [
    name,
    refusal ? '' : shape.length === 0 ? 'one number' : shapeText(shape),
    type ?? '',
    refusal
      ? `cannot be read: ${refusal.message}`
      : `${range ? `${figure(range.min)} to ${figure(range.max)}` : 'no numbers'}${missing > 0 ? `, ${counted(missing)} missing or not finite` : ''}`,
  ]);
  const widths = [0, 1, 2].map(at => Math.max(...rows.map(row => (row[at] ?? '').length)));
  const samples = new Set(arrays.flatMap(({ shape }) => shape.slice(0, 1)));
  return [
    `${path.basename(place)}: NumPy arrays${samples.size === 1 ? ` of ${[...samples].map(counted)} samples` : ''}, by name, shape, type and range:`,
    ...rows.map(row => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd()),
    'Which of them are inputs and which targets, the network says: name it with --network FILE.',
    '',
  ].join('\n');
}

function reportText(report: DataReport): string {
  const { samples, inputs, targets, split, bytes, streamed, unused } = report;
  const isSole = targets.length === 1;
  const classes = isSole ? targets[0]?.classes : null;
  const lines = [
    `${report.title}: ${report.description}`,
    `samples   ${counted(samples)}, each ${shapesText(report)}${classes ? ` (${classes.length} classes)` : ''}`,
    `split     ${counted(split.train)} training, ${counted(split.validation)} validation, ${counted(split.test)} test${split.given ? ', as the data are divided' : ''}`,
    ...inputs.map(
      ({ name, range }) =>
        `range     ${nameOf(name)}${figure(range.min)} to ${figure(range.max)}, mean ${figure(range.mean)}, deviation ${figure(range.deviation)}`,
    ),
    ...targets.flatMap(({ name, range }) =>
      range ? [`targets   ${nameOf(name)}${figure(range.min)} to ${figure(range.max)}`] : [],
    ),
    `missing   ${report.missing === 0 ? 'no numbers' : `${counted(report.missing)} ${report.missing === 1 ? 'number is' : 'numbers are'} missing or not finite`}`,
    `memory    ${Math.ceil(bytes / 2 ** 20)} MB${streamed ? ', more than the budget: read from disk batch by batch' : ''}`,
    ...targets.flatMap(balanceLines),
    ...columnLines(report),
    ...(unused.length > 0 ? [`unused    ${unused.join(', ')}: neither samples nor targets`] : []),
    ...brokenLines(report),
    ...(report.refusal ? [`training  would be refused: ${report.refusal.message}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function balanceLines({ name: target, balance }: TargetReport): readonly string[] {
  if (!balance) return [];
  const most = Math.max(...balance.map(({ count }) => count), 1);
  const width = Math.min(24, Math.max(...balance.map(({ name }) => name.length)));
  return [
    target === null ? 'classes' : `classes of ${target}`,
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
    ...columns.slice(0, LISTED).map(({ name, type, role, belongsTo, categories, min, max, missing }) => {
      const words =
        type === 'category'
          ? `${categories?.length} categories: ${(categories ?? []).slice(0, 6).join(', ')}${(categories?.length ?? 0) > 6 ? ', …' : ''}`
          : type === 'number'
            ? `number, ${figure(min ?? 0)} to ${figure(max ?? 0)}`
            : 'text';
      const whose = belongsTo ? ` of ${belongsTo.join(', ')}` : '';
      const purpose =
        role === 'input'
          ? belongsTo
            ? `input${whose}`
            : ''
          : role === 'target'
            ? target?.guessed
              ? 'target (guessed)'
              : `target${whose}`
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
