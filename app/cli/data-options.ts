import type { Command } from 'commander';
import { type DataSettings, SCALINGS, type Scaling } from '../../shared/document/data-settings.ts';
import { assignment, collect, wholeNumber } from './arguments.ts';
import { CommandError } from './command-error.ts';

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
 * @throws CommandError `usage.assignment`, `usage.twice`
 */
export function dataSettings(
  { target, columns, ignore, memoryBudget }: DataOptions,
  before: DataSettings['columns'] = {},
): Record<string, unknown> {
  const given = {
    target,
    ignore,
    memoryBudget,
    columns: columns && { ...before, ...eachOnce(columns.map(columnsOf), '--columns') },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function columnsOf(text: string): readonly [string, readonly string[]] {
  const [name, columns] = assignment(text, '--columns NAME=COLUMN,COLUMN');
  const named = columns.split(',').map(column => column.trim());
  if (named.includes(''))
    throw new CommandError(
      'usage.assignment',
      `--columns NAME=COLUMN,COLUMN was expected; got "${text}", where a column has no name.`,
      2,
    );
  return [name, named];
}

/**
 * Entries by name, each given once.
 *
 * @throws CommandError `usage.twice`
 */
function eachOnce<T>(entries: readonly (readonly [string, T])[], option: string): Record<string, T> {
  const names = entries.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new CommandError(
      'usage.twice',
      `${option} is given twice for "${twice}". Give it once${option === '--columns' ? `, with all columns: ${option} ${twice}=COLUMN,COLUMN` : ''}.`,
      2,
    );
  return Object.fromEntries(entries);
}

/**
 * The scaling that the options say: one for all inputs, or by input.
 *
 * @param texts a scaling, or NAME=SCALING for each
 * @returns undefined where none is given
 * @throws CommandError `usage.scaling`, `usage.assignment`, `usage.twice`
 */
export function scalingSetting(texts: readonly string[] | undefined): DataSettings['scaling'] {
  const [first] = texts ?? [];
  if (first === undefined || texts === undefined) return undefined;
  if (texts.length === 1 && !first.includes('=')) return scalingNamed(first);
  return eachOnce(
    texts.map(text => {
      const [name, scaling] = assignment(text, '--scaling NAME=SCALING');
      return [name, scalingNamed(scaling)] as const;
    }),
    '--scaling',
  );
}

function scalingNamed(text: string): Scaling {
  const found = SCALINGS.find(scaling => scaling === text);
  if (found) return found;
  throw new CommandError(
    'usage.scaling',
    `--scaling takes one of ${SCALINGS.join(', ')}, or NAME= and one of them; got "${text}".`,
    2,
  );
}
