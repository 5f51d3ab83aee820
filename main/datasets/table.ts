import type { TableColumn } from '../../shared/contract/data.ts';
import { DATA_DEFAULTS } from '../../shared/document/data-settings.ts';
import { DatasetError } from './dataset-error.ts';
import type { DataFiles } from './formats/byte-range.ts';
import type { ColumnCensus } from './formats/column-types.ts';
import { cellsOf } from './formats/delimited-text.ts';
import { ALL_READ, readRecordsAt } from './formats/number-array.ts';
import { extentsOf, type SampleSource, type SourceRequest } from './sample-source.ts';
import { type Census, takeCensus } from './table-census.ts';
import { type ColumnRoles, columnRoles, type PortColumns } from './table-columns.ts';
import { encoderOf, targetReader } from './table-encoding.ts';

/**
 * Opens a table: CSV, TSV or cells parted by semicolons, with or without a header. Numbers stay numbers, words become
 * categories; which columns are inputs and which targets, main/datasets/table-columns.ts tells.
 *
 * @param file its path
 * @throws DatasetError `dataset.empty`, `dataset.target`, `dataset.missing`, `dataset.text` naming the column
 */
export async function openTable(
  file: string,
  request: SourceRequest,
  files: DataFiles,
): Promise<SampleSource> {
  const { settings, network } = request;
  const census = await takeCensus(file);
  const { columns, offsets, lines } = census;
  const roles = columnRoles(
    columns.map(({ name }) => name),
    file,
    request,
  );
  const described = describedColumns(columns, roles);
  requireNoText(file, columns, described, roles);
  const of = (index: number) => described[index] ?? { name: '', type: 'number', role: 'input', missing: 0 };
  const inputs = roles.inputs.map(({ name, columns: own }) => {
    const encoders = own.map(i => encoderOf(of(i), i, settings.categories ?? DATA_DEFAULTS.categories));
    return { name, encoders, width: encoders.reduce((sum, { width }) => sum + width, 0) };
  });
  const rowsOf = await rowReader(file, census, files);
  const readers = roles.targets.map(({ name, columns: own }) => {
    const known = own.flatMap(index => {
      const column = columns[index];
      return column ? [{ index, census: column, described: of(index) }] : [];
    });
    return targetReader({ name, columns: known }, offsets.length, extentsOf(network.outputs, name));
  });
  await rowsOf(
    Int32Array.from(offsets, (_, i) => i),
    (cells, row) => {
      for (const reader of readers) reader.take(cells, row);
    },
  );
  return {
    kind: 'table',
    path: file,
    description: wordsOf(described, roles),
    count: offsets.length,
    inputs: inputs.map(({ name, encoders, width }) => ({
      name,
      shape: [width],
      columns: encoders.flatMap(({ names }) => names),
      areBytes: false,
    })),
    targets: readers.map(reader => reader.finish()),
    parts: null,
    columns: described,
    target: roles.target,
    broken: census.broken,
    nameOf: index => `line ${lines[index] ?? 0}`,
    async read(indices, into) {
      await rowsOf(indices, (cells, place) => {
        for (const [i, { encoders, width }] of inputs.entries()) {
          const own = into[i];
          if (!own) continue;
          let at = place * width;
          for (const encoder of encoders) {
            encoder.encode(cells[encoder.column] ?? '', own, at);
            at += encoder.width;
          }
        }
      });
      return ALL_READ;
    },
  };
}

type RowReader = (
  indices: ArrayLike<number>,
  take: (cells: readonly string[], place: number) => void,
) => Promise<void>;

async function rowReader(file: string, census: Census, files: DataFiles): Promise<RowReader> {
  const { offsets, lengths, separator } = census;
  const bytes = await files.open(file);
  return (indices, take) =>
    readRecordsAt(
      bytes,
      index => offsets[index] ?? 0,
      index => lengths[index] ?? 0,
      indices,
      (record, place) =>
        take(cellsOf(record, separator, (offsets[indices[place] ?? 0] ?? 0) === 0) ?? [], place),
    );
}

/** The columns as they are shown; where several inputs or outputs share them, with their names. */
function describedColumns(
  columns: readonly ColumnCensus[],
  { inputs, targets }: ColumnRoles,
): readonly TableColumn[] {
  const having = (ports: readonly PortColumns[], i: number) => ports.filter(port => port.columns.includes(i));
  return columns.map((column, i) => {
    const asTarget = having(targets, i);
    const owners = asTarget.length > 0 ? asTarget : having(inputs, i);
    const role = asTarget.length > 0 ? 'target' : owners.length > 0 ? 'input' : 'ignored';
    const belongsTo = owners.flatMap(({ name }) => name ?? []);
    return { ...column.describe(role), ...(belongsTo.length > 0 && { belongsTo }) };
  });
}

function requireNoText(
  file: string,
  columns: readonly ColumnCensus[],
  described: readonly TableColumn[],
  { target }: ColumnRoles,
): void {
  const index = described.findIndex(({ type, role }) => type === 'text' && role !== 'ignored');
  const text = described[index];
  if (!text) return;
  const entries = new Intl.NumberFormat('en').format(columns[index]?.distinct ?? 0);
  const isSoleTarget = text.role === 'target' && target !== null;
  throw new DatasetError(
    'dataset.text',
    `The column "${text.name}" of "${file}" holds text (${entries} different entries or more), which a network cannot take. Leave it out ("leave out" under Preparing, --ignore ${JSON.stringify(text.name)})${isSoleTarget ? ', or choose another target ("target" there, --target)' : ''}.`,
  );
}

function wordsOf(described: readonly TableColumn[], { inputs, targets, target }: ColumnRoles): string {
  const words = described.filter(({ type, role }) => type === 'category' && role === 'input').length;
  const quoted = (ports: readonly PortColumns[]) =>
    ports
      .flatMap(({ name, columns }) => {
        const own = columns.map(i => described[i]?.name);
        return name === null ? own : [`${own.join(', ')} for "${name}"`];
      })
      .join('; ');
  const aims =
    target !== null
      ? `"${target.name}" is the target${target.guessed ? ' (guessed)' : ''}`
      : `targets are ${quoted(targets)}`;
  const shared = inputs.length > 1 ? `; inputs are ${quoted(inputs)}` : '';
  return `Table of ${described.length} columns; ${aims}${shared}${words > 0 ? `, ${words} of the others hold categories` : ''}.`;
}
