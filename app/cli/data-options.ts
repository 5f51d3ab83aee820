import type { Command } from 'commander';
import { type DataSettings, SCALINGS } from '../../shared/document/data-settings.ts';
import { assignment, collect, wholeNumber } from './arguments.ts';

/** The options that say how data are read. */
export interface DataOptions {
  readonly target?: string;
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
  readonly memoryBudget?: number;
}

/** Adds to a command the options that say how data are read. */
export function addDataOptions(command: Command): Command {
  return command
    .option(
      '--target <column>',
      'the column or array of the targets (default: guessed, shown by "netloom data")',
    )
    .option(
      '--columns <name=column,...>',
      'the columns or the array that go to an input or output of the network (default: those of its name; one input takes what is left); repeatable',
      collect,
    )
    .option('--ignore <column>', 'a column that is left out; repeatable', collect)
    .option(
      '--memory-budget <mb>',
      'megabytes of samples held in memory; more are read from disk batch by batch (default: 2048)',
      wholeNumber(1),
    );
}

/** What `--scaling` is described as. */
export const SCALING_HELP = `how inputs are scaled: ${SCALINGS.join(', ')}; NAME=SCALING for one of several inputs, repeatable`;

/**
 * The settings that the options say; those not given are left out.
 *
 * @param options of the command line
 * @param before the document's own columns, which those of the command line replace by name
 * @throws CommandError `usage.assignment`
 */
export function dataSettings(
  { target, columns, ignore, memoryBudget }: DataOptions,
  before: DataSettings['columns'] = {},
): Record<string, unknown> {
  const given = {
    target,
    ignore,
    memoryBudget,
    columns: columns && { ...before, ...Object.fromEntries(columns.map(columnsOf)) },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function columnsOf(text: string): readonly [string, readonly string[]] {
  const [name, columns] = assignment(text, '--columns NAME=COLUMN,COLUMN');
  return [name, columns.split(',').map(column => column.trim())];
}

/**
 * The scaling that the options say: one for all inputs, or by input.
 *
 * @param texts a scaling, or NAME=SCALING for each
 * @returns undefined where none is given
 */
export function scalingSetting(texts: readonly string[] | undefined): unknown {
  const [first] = texts ?? [];
  if (first === undefined || texts === undefined) return undefined;
  if (texts.length === 1 && !first.includes('=')) return first;
  return Object.fromEntries(texts.map(text => assignment(text, '--scaling NAME=SCALING')));
}
