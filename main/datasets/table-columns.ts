import { type ChosenColumns, chosenColumns } from './chosen-columns.ts';
import { DatasetError } from './dataset-error.ts';
import { quotedNames } from './quoted-names.ts';
import type { SampleSource, SourceRequest } from './sample-source.ts';
import { guessedTarget } from './target-choice.ts';

/** The columns of one input or output. */
export interface PortColumns {
  /** The network's input or output; null where the table serves one, whatever it is called. */
  readonly name: string | null;
  /** Places of the columns. */
  readonly columns: readonly number[];
}

/** Which column serves for what. */
export interface ColumnRoles {
  readonly inputs: readonly PortColumns[];
  readonly targets: readonly PortColumns[];
  /** The sole target, and whether it was guessed; null where there are several. */
  readonly target: SampleSource['target'];
}

/**
 * Tells which columns feed which input and are the targets of which output: those that the settings name; for several outputs or inputs
 * else the column of the same name; a sole output gets the column that looks like a target, and a sole input that is left the columns
 * that nothing else takes.
 *
 * @param names of the columns
 * @param file the table, for sentences
 * @param request what the network and the settings say
 * @throws DatasetError `dataset.target` for a column that there is not or that serves twice, `dataset.missing` for an input or output
 *   without columns, `dataset.empty` when no column is left
 */
export function columnRoles(names: readonly string[], file: string, request: SourceRequest): ColumnRoles {
  const { settings, network } = request;
  const table = { names, file };
  const ignored = new Set((settings.ignore ?? []).map(name => placeOf(table, name, 'to leave out')));
  const { inputs: chosen, outputs } = chosenColumns(request);
  const targets = targetColumns(table, request, outputs);
  const taken = new Set(targets.flatMap(({ columns }) => columns));
  const ports = network.inputs.map(({ name }) => name);
  const found = ports.map(port => ({
    name: ports.length > 1 ? port : null,
    columns:
      chosen[port]?.map(name => placeOf(table, name, `for the input "${port}"`)) ??
      (ports.length > 1 ? sameName(names, port) : []),
  }));
  const inputs = found.length > 0 ? found : [{ name: null, columns: [] }];
  for (const { columns } of inputs)
    for (const column of columns) {
      if (taken.has(column))
        throw new DatasetError(
          'dataset.target',
          `The column "${names[column]}" of "${file}" is to be both an input and a target: the network would see the answer. Take it out of one of them.`,
        );
    }
  const used = new Set([...taken, ...inputs.flatMap(({ columns }) => columns)]);
  const rest = names.flatMap((_, i) => (used.has(i) || ignored.has(i) ? [] : [i]));
  const [open, ...more] = inputs.filter(({ columns }) => columns.length === 0);
  if (more.length > 0)
    throw missing(
      table,
      'input',
      [open, ...more].flatMap(input => input?.name ?? []),
    );
  if (open && rest.length === 0)
    throw new DatasetError(
      'dataset.empty',
      `"${file}" has no columns${open.name === null ? '' : ` for the input "${open.name}"`} beside the target${targets.length > 1 ? 's' : ''} ${targets.flatMap(({ columns }) => columns.map(i => `"${names[i]}"`)).join(', ')}.`,
    );
  const [sole] = targets;
  return {
    inputs: inputs.map(input => (input === open ? { ...input, columns: rest } : input)),
    targets,
    target:
      sole && targets.length === 1
        ? {
            name: sole.columns.map(i => names[i]).join(', '),
            guessed: settings.target === undefined && Object.keys(outputs).length === 0,
          }
        : null,
  };
}

interface Table {
  readonly names: readonly string[];
  readonly file: string;
}

function targetColumns(
  table: Table,
  { settings: { target }, network }: SourceRequest,
  chosen: ChosenColumns,
): readonly PortColumns[] {
  const { names } = table;
  if (target !== undefined && Object.keys(chosen).length === 0)
    return [{ name: null, columns: [placeOf(table, target, 'for the target')] }];
  const ports = network.outputs.map(({ name }) => name);
  const found = ports.map(port => ({
    name: ports.length > 1 ? port : null,
    columns:
      chosen[port]?.map(name => placeOf(table, name, `for the output "${port}"`)) ?? sameName(names, port),
  }));
  const lacking = found.filter(own => own.columns.length === 0);
  if (found.length > 0 && lacking.length === 0) return found;
  if (lacking.length < found.length)
    throw missing(
      table,
      'output',
      lacking.flatMap(({ name }) => name ?? []),
    );
  return [{ name: null, columns: [guessedTarget(names) ?? names.length - 1] }];
}

function sameName(names: readonly string[], port: string): readonly number[] {
  const index = names.indexOf(port);
  return index < 0 ? [] : [index];
}

/** @throws DatasetError `dataset.target` */
function placeOf({ names, file }: Table, name: string, purpose: string): number {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  throw new DatasetError(
    'dataset.target',
    `"${file}" has no column "${name}" ${purpose}. Its columns are ${listOf(names)}; choose one${purpose === 'for the target' ? ' ("target" under Preparing, --target)' : ''}.`,
  );
}

function missing({ names, file }: Table, side: 'input' | 'output', ports: readonly string[]): DatasetError {
  return new DatasetError(
    'dataset.missing',
    `"${file}" has no columns for the ${side}${ports.length === 1 ? '' : 's'} ${quotedNames(ports)}. Its columns are ${listOf(names)}; say which go where ("columns" under Preparing, --columns NAME=COLUMN,COLUMN).`,
  );
}

function listOf(names: readonly string[]): string {
  return quotedNames(names.slice(0, 30)) + (names.length > 30 ? ` and ${names.length - 30} more` : '');
}
