import { type Command, InvalidArgumentError } from 'commander';
import { SUMMARY_COLUMNS, type SummaryColumn } from '../../../shared/analysis/columns.ts';
import { compareNetworks } from '../../../shared/analysis/compare.ts';
import { COMPARISON_FORMATS, formatComparison } from '../../../shared/analysis/compare-formats.ts';
import { type CostOptions, summarizeDocument } from '../../../shared/analysis/costs.ts';
import { PRECISIONS, type Precision } from '../../../shared/analysis/precision.ts';
import {
  formatSummary,
  SUMMARY_FORMATS,
  type SummaryFormat,
} from '../../../shared/analysis/summary-formats.ts';
import { summaryToJson } from '../../../shared/analysis/summary-json.ts';
import { choiceOption, wholeNumber } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { readDocument } from '../document-file.ts';
import { writeJsonLine, writeResult } from '../output.ts';

interface Options {
  readonly format: SummaryFormat;
  readonly batch?: number;
  readonly precision: Precision;
  readonly columns?: readonly SummaryColumn[];
}

/** `netloom summary`: shapes, parameters and costs of every layer; of several documents, one line each. */
export function registerSummary(program: Command): void {
  withCostOptions(
    program
      .command('summary')
      .description('show every layer with its output shape, parameters and costs; compare several documents')
      .argument('<files...>', '.netloom documents; several are compared in one table')
      .addOption(choiceOption('--format <format>', 'how to write it', SUMMARY_FORMATS, 'text'))
      .option('--columns <names>', `columns to show, of ${SUMMARY_COLUMNS.join(', ')}`, columnList),
  ).action(async (files: readonly string[], options: Options) => {
    const [file] = files;
    if (files.length > 1) return compareFiles(files, options);
    const document = await readDocument(file ?? '');
    const summary = summarizeDocument(document, costOptions(options));
    if (options.format === 'json') writeJsonLine(summaryToJson(summary));
    else writeResult(formatSummary(summary, options.format, options.columns ?? null));
    if (summary.problems.some(problem => problem.severity === 'error')) process.exitCode = 1;
  });
}

/** `netloom compare`: one line per document. */
export function registerCompare(program: Command): void {
  withCostOptions(
    program
      .command('compare')
      .description('compare networks: layers, parameters, multiply-adds, memory, depth, receptive field')
      .argument('<files...>', '.netloom documents')
      .addOption(choiceOption('--format <format>', 'how to write it', COMPARISON_FORMATS, 'text')),
  ).action(compareFiles);
}

function withCostOptions(command: Command): Command {
  return command
    .option('--batch <n>', 'count shapes, multiply-adds and memory for a batch of n samples', wholeNumber(1))
    .addOption(
      choiceOption('--precision <precision>', 'numbers that memory is counted in', PRECISIONS, 'float32'),
    );
}

async function compareFiles(files: readonly string[], options: Omit<Options, 'columns'>): Promise<void> {
  const { format } = options;
  const known = COMPARISON_FORMATS.find(name => name === format);
  if (!known)
    throw new CommandError(
      'usage.format',
      `Several documents are compared as ${COMPARISON_FORMATS.join(', ')}; got --format ${format}. Give one document, or another format.`,
      2,
    );
  const entries = [];
  for (const file of files) {
    const document = await readDocument(file);
    entries.push({ file, summary: summarizeDocument(document, costOptions(options)) });
  }
  const comparison = compareNetworks(entries);
  if (known === 'json') writeJsonLine(comparison);
  else writeResult(formatComparison(comparison, known));
}

function costOptions({ batch, precision }: Omit<Options, 'columns'>): Omit<CostOptions, 'optimizer'> {
  return { batch: batch ?? null, precision };
}

function columnList(text: string): readonly SummaryColumn[] {
  return text.split(',').map(word => {
    const column = SUMMARY_COLUMNS.find(name => name === word.trim());
    if (!column)
      throw new InvalidArgumentError(
        `There is no column "${word.trim()}". Columns: ${SUMMARY_COLUMNS.join(', ')}.`,
      );
    return column;
  });
}
