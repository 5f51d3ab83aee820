import path from 'node:path';
import { type Command, Option } from 'commander';
import { dataName } from '../../../main/datasets/prepare-dataset.ts';
import { userDataDirectory } from '../../../main/documents/user-data.ts';
import { defaultEngineName, loadEngine } from '../../../main/engines/load-engine.ts';
import { RunFolder } from '../../../main/runs/run-folder.ts';
import { findRun, runsDirectory } from '../../../main/runs/run-place.ts';
import { netloomDirectory } from '../../../main/setup/place.ts';
import { findLearningRate } from '../../../main/training/find-learning-rate.ts';
import { compareWeights } from '../../../main/training/given-weights.ts';
import { launchRun } from '../../../main/training/launch-run.ts';
import { requireMemoryReading } from '../../../main/training/memory-watch.ts';
import { prepareResume, prepareRun } from '../../../main/training/prepare-run.ts';
import type { WorkerTask } from '../../../main/training/supervisor.ts';
import { Turns } from '../../../main/training/turns.ts';
import { formatMemory } from '../../../shared/analysis/format-memory.ts';
import { type EngineName, engineNameSchema } from '../../../shared/contract/engines.ts';
import { LEAST_MEMORY_LIMIT } from '../../../shared/contract/runs.ts';
import type { BatchEvent, DoneEvent, EpochLine, RunNews } from '../../../shared/contract/training.ts';
import type { Json } from '../../../shared/document/json.ts';
import { documentSchema, type NetloomDocument } from '../../../shared/document/schema.ts';
import { TRAINING_DEFAULTS } from '../../../shared/document/training-defaults.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import { assignment, choiceOption, collect, jsonOrText, wholeNumber } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import {
  addDataOptions,
  type DataOptions as DataSourceOptions,
  dataSettings,
  SCALING_HELP,
  scalingSetting,
} from '../data-options.ts';
import { readDocument } from '../document-file.ts';
import { endProgress, log, progressLine, writeJsonLine, writeResult } from '../output.ts';
import { outputLines, scoreWords } from '../output-figures.ts';
import { withQuietEngine } from '../quiet-engine.ts';
import { abortOnSignals } from '../signals.ts';

interface TrainOptions extends DataSourceOptions {
  readonly dataset?: string;
  readonly scaling?: readonly string[];
  readonly skipBroken?: boolean;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly engine?: EngineName;
  readonly seed?: number;
  readonly set?: readonly string[];
  readonly weights?: string;
  readonly weightsFrom?: string;
  readonly findLearningRate?: boolean;
  readonly resume?: string;
  readonly queue?: boolean;
  readonly memoryLimit?: number;
  readonly output?: string;
  readonly format: 'text' | 'json';
}

/** `netloom train`: trains a document in a worker and keeps the run. Ctrl-C stops it with its weights. */
export function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train a network; the run with its weights is kept in a folder')
    .argument('<file>', 'a .netloom document')
    .option(
      '--dataset <name or path>',
      'the data to train on: a name or a file or folder (see "netloom data")',
    );
  addDataOptions(command)
    .option('--scaling <scaling>', SCALING_HELP, collect)
    .option('--skip-broken', 'leave out files and lines that cannot be read')
    .option('--epochs <n>', 'how often all samples are seen', wholeNumber(1))
    .option('--batch-size <n>', 'samples a step', wholeNumber(1))
    .addOption(
      choiceOption(
        '--engine <engine>',
        'what computes (default: the best that is ready; see "netloom engines")',
        engineNameSchema.options,
      ),
    )
    .option(
      '--seed <n>',
      'seed of initial weights, split, shuffling and dropout',
      wholeNumber(0, 4_294_967_295),
    )
    .option(
      '--set <training.key=value>',
      'another training setting, e.g. training.optimizer.learning_rate=0.01; repeatable',
      collect,
    )
    .option(
      '--weights-from <run>',
      'a run, trained or imported, whose weights to begin with, by name and shape (its folder or its name)',
    )
    .addOption(new Option('--weights <run>', 'the same as --weights-from').hideHelp())
    .option(
      '--find-learning-rate',
      'tries learning rates instead of training: the loss by rate, and a suggestion; nothing is kept',
    )
    .option(
      '--resume <run>',
      'go on with an interrupted, stopped or failed run (its folder or its name); --set changes how it learns from there',
    )
    .option('--queue', 'wait until the trainings that run or wait on this machine have ended')
    .option(
      '--memory-limit <mb>',
      'megabytes of main memory that the training may hold; beyond them it is stopped, its weights kept',
      wholeNumber(LEAST_MEMORY_LIMIT),
    )
    .option('-o, --output <folder>', 'the folder of the run (default: FILE.runs/TIME-SEED)')
    .addOption(choiceOption('--format <format>', 'how to write the results', ['text', 'json'], 'text'))
    .action(train);
}

async function train(file: string, options: TrainOptions): Promise<void> {
  const written = await readDocument(file);
  const place = path.resolve(file);
  const directory = runsDirectory(place, written.name, userDataDirectory());
  const memoryLimit = options.memoryLimit === undefined ? undefined : options.memoryLimit * 2 ** 20;
  if (memoryLimit !== undefined) requireMemoryReading();
  const going = options.resume === undefined ? null : await findRun(options.resume, directory);
  if (going !== null) return resume(going, options, memoryLimit);
  const document = withSettings(written, options, path.dirname(place));
  const engine = options.engine ?? (await defaultEngineName());
  if (options.findLearningRate) return findRate(document, engine, options.format);
  const source = options.weightsFrom ?? options.weights;
  const weights = source === undefined ? null : await findRun(source, directory);
  if (weights !== null) log(await weightLines(document, weights));
  const folder = await prepareRun(document, {
    engine,
    directory,
    waits: options.queue === true,
    memoryLimit,
    ...(weights === null ? {} : { weights }),
    ...(options.output === undefined ? {} : { path: path.resolve(options.output) }),
  });
  await follow({ run: folder.path, engine, resume: false, memoryLimit }, options);
}

/** Goes on with a run, on its own engine unless another is wished, with its own settings but for those that are given. */
async function resume(run: string, options: TrainOptions, memoryLimit: number | undefined): Promise<void> {
  for (const name of ['weightsFrom', 'weights', 'findLearningRate', 'output'] as const)
    if (options[name] !== undefined)
      throw new CommandError(
        'train.usage',
        `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)} begins a new run and cannot go with --resume.`,
        2,
      );
  const folder = new RunFolder(run);
  const { engine } = await folder.readRecord();
  const settings = withSettings(await folder.readDocument(), options, run).training;
  await prepareResume(run, { settings, epochs: options.epochs, waits: options.queue === true });
  await follow({ run, engine: options.engine ?? engine.name, resume: true, memoryLimit }, options);
}

/** Trains a prepared run, tells what happens, and ends as the run does. */
async function follow(task: WorkerTask, { format, queue }: TrainOptions): Promise<void> {
  const program = { path: path.join(netloomDirectory(), 'dist/node/worker.mjs') };
  const run = await launchRun(program, task, {
    turns: new Turns(userDataDirectory()),
    waits: queue === true,
    report: format === 'json' ? reportJson : reportText,
    queued: tellWaiting,
  });
  if (run.before > 0) tellWaiting(run.before);
  const signals = abortOnSignals();
  signals.signal.addEventListener('abort', () => run.stop());
  const ending = await run.ended;
  signals.release();
  endProgress();
  if (ending.status === 'done' || ending.status === 'stopped') {
    log(`The run is kept in ${task.run}`);
    return;
  }
  throw new CommandError(ending.code ?? 'run.failed', ending.reason ?? 'The training failed.');
}

const findRate = withQuietEngine(
  async (document: NetloomDocument, engine: EngineName, format: TrainOptions['format']) => {
    const curve = await findLearningRate(await loadEngine(engine), document, {
      report: ({ point, step, steps }) =>
        progressLine(
          `step ${step}/${steps}, rate ${point.rate.toExponential(2)}, loss ${point.loss.toFixed(4)}`,
        ),
    });
    endProgress();
    if (format === 'json') return writeJsonLine({ event: 'rates', ...curve });
    for (const { rate, loss } of curve.points)
      writeResult(`rate ${rate.toExponential(2)}  loss ${loss.toFixed(4)}\n`);
    writeResult(
      curve.suggestion === null
        ? 'The loss fell at no rate; look at the data and the loss.\n'
        : `suggestion: --set training.optimizer.learning_rate=${curve.suggestion}\n`,
    );
  },
  (_document, engine) => engine,
);

/** A line for each weight: whether it comes from the run or begins fresh. */
async function weightLines(document: NetloomDocument, run: string): Promise<string> {
  const rows = await compareWeights(run, inferDocument(document));
  const size = (shape: readonly number[] | null) => (shape === null ? 'none' : `(${shape.join(', ')})`);
  const lines = rows.map(({ weight, kind, shape, found }) =>
    kind === 'shape'
      ? `fresh   ${weight} ${size(shape)}: the run has the shape ${size(found)}`
      : `${kind.padEnd(7)} ${weight} ${size(shape ?? found)}`,
  );
  const taken = rows.filter(row => row.kind === 'taken').length;
  return [
    ...lines,
    `${taken} of ${rows.filter(row => row.shape !== null).length} weights taken from ${run}`,
  ].join('\n');
}

/** The document with the settings of the command line in place of its own. */
function withSettings(document: NetloomDocument, options: TrainOptions, folder: string): NetloomDocument {
  const training: Record<string, unknown> = { ...document.training };
  const put = (key: string, value: unknown) => {
    if (value !== undefined) training[key] = value;
  };
  // A path on the command line counts from the working folder, one in the document from the document's.
  if (options.dataset !== undefined) put('dataset', dataName(options.dataset, process.cwd()));
  else if (document.training?.dataset !== undefined)
    put('dataset', dataName(document.training.dataset, folder));
  const { skipBroken } = options;
  const scaling = scalingSetting(options.scaling);
  const data = {
    ...dataSettings(options, document.training?.data?.columns),
    ...(scaling !== undefined && { scaling }),
    ...(skipBroken !== undefined && { skipBroken }),
  };
  if (Object.keys(data).length > 0) put('data', { ...document.training?.data, ...data });
  put('epochs', options.epochs);
  put('batchSize', options.batchSize);
  put('seed', options.seed);
  for (const text of options.set ?? []) {
    const [key, value] = assignment(text, '--set training.KEY=VALUE');
    if (!key.startsWith('training.'))
      throw new CommandError('train.usage', `--set takes training.KEY=VALUE; got "${text}".`, 2);
    setPath(training, key.split('.').slice(1), jsonOrText(value));
  }
  // Settings of the optimizer alone are those of the usual one.
  if (typeof training.optimizer === 'object')
    training.optimizer = { name: TRAINING_DEFAULTS.optimizer, ...training.optimizer };
  const parsed = documentSchema.shape.training.safeParse(training);
  if (parsed.success) return { ...document, training: parsed.data } as NetloomDocument;
  const [issue] = parsed.error.issues;
  throw new CommandError(
    'train.setting',
    `training.${issue?.path.join('.')}: ${issue?.message ?? 'not valid'}.`,
    2,
  );
}

function setPath(target: Record<string, unknown>, keys: readonly string[], value: Json): void {
  const [key = '', ...rest] = keys;
  if (['__proto__', 'constructor', 'prototype'].includes(key))
    throw new CommandError('train.usage', `"${key}" is no setting.`, 2);
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...(target[key] as Record<string, unknown> | undefined) };
  target[key] = inner;
  setPath(inner, rest, value);
}

function tellWaiting(before: number): void {
  if (before > 0)
    log(`Waiting until ${before === 1 ? 'one training has' : `${before} trainings have`} ended.`);
}

/** The memory that the training process held when it was last seen, in bytes. */
let memory: number | null = null;

/** Tells what a progress line tells; answers what is left to tell. */
function reportProgress(news: RunNews): EpochLine | DoneEvent | null {
  if (news.event === 'batch') progressLine(progressText(news));
  else if (news.event === 'memory') memory = news.bytes;
  else if (news.event === 'slow') log(news.reason);
  else if (news.event !== 'held') return news;
  return null;
}

function reportJson(news: RunNews): void {
  const event = reportProgress(news);
  if (event) writeJsonLine(event);
}

function reportText(news: RunNews): void {
  const event = reportProgress(news);
  if (!event) return;
  endProgress();
  if (event.event === 'epoch') {
    const figures = [
      scoreWords(event),
      plain('val_loss', event.valLoss),
      // Whose it is, several outputs leave open.
      event.outputs ? '' : percent('val_accuracy', event.valAccuracy),
    ];
    writeResult(
      `epoch ${String(event.epoch).padStart(3)}  ${figures.filter(text => text !== '').join('  ')}  ${(event.ms / 1000).toFixed(2)} s${event.best ? '  best' : ''}\n`,
    );
    writeOutputs(event);
  } else {
    const test = event.test ? `  test ${scoreWords(event.test)}` : '';
    writeResult(
      `${event.status} after ${event.epochs} epochs on ${event.engine}${event.device === '' ? '' : ` (${event.device})`}${test}\n`,
    );
    if (event.test) writeOutputs(event.test);
  }
}

function writeOutputs(scores: Parameters<typeof outputLines>[0]): void {
  for (const line of outputLines(scores)) writeResult(`${line}\n`);
}

const plain = (name: string, value: number | null) => (value === null ? '' : `${name} ${value.toFixed(4)}`);
const percent = (name: string, value: number | null) =>
  value === null ? '' : `${name} ${(value * 100).toFixed(2)} %`;

function progressText(event: BatchEvent): string {
  const left = event.secondsLeft === null ? '' : `, ${Math.round(event.secondsLeft)} s left`;
  const held = memory === null ? '' : `, ${formatMemory(memory)}`;
  return `epoch ${event.epoch}/${event.epochs}, batch ${event.batch}/${event.batches}, loss ${event.loss.toFixed(4)}, ${Math.round(event.samplesPerSecond)} samples/s${held}${left}`;
}
