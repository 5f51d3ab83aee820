import { formatShape } from '../document/value.ts';
import { formatCount } from '../layers/formatting.ts';
import type { CostedRow, CostedSummary } from './costs.ts';
import { formatField } from './receptive-field.ts';
import { formatBytes, isChain } from './summary.ts';

/** The columns of a summary, in the order in which they stand. */
export const SUMMARY_COLUMNS = [
  'shape',
  'params',
  'params-share',
  'trainable',
  'macs',
  'macs-share',
  'weights',
  'memory',
  'memory-share',
  'receptive-field',
  'stride',
  'connected-to',
] as const;
export type SummaryColumn = (typeof SUMMARY_COLUMNS)[number];

/** A column as it is written. */
export interface ColumnText {
  readonly title: string;
  /** Heading in a file of comma-separated values. */
  readonly key: string;
  readonly right: boolean;
  /** The cell as people read it. */
  cell(row: CostedRow): string;
  /** The cell as programs read it: no thousands separators; empty where unknown. */
  plain(row: CostedRow): string;
}

const count = (value: number | null) => (value === null ? '?' : formatCount(value));
const plainCount = (value: number | null) => (value === null ? '' : String(value));
const shapes = (row: CostedRow) => row.outputShapes.map(formatShape).join(', ');

/** Keras's columns and the multiply-adds; the wires too where the network is no plain chain. */
export function defaultColumns(summary: CostedSummary): readonly SummaryColumn[] {
  return isChain(summary) ? ['shape', 'params', 'macs'] : ['shape', 'params', 'macs', 'connected-to'];
}

/** Trainable as Keras's show_trainable says it: Y, N, or - without weights. */
function trainable(row: CostedRow): string {
  return row.params === 0 ? '-' : row.isTrainable ? 'Y' : 'N';
}

function strides(row: CostedRow): string {
  if (row.receptiveField.every(axis => axis === 'whole')) return '';
  return row.receptiveField
    .map(axis => (axis === null || axis === 'whole' || axis.stride === null ? '?' : String(axis.stride)))
    .join(' × ');
}

/**
 * The columns of a summary with their titles and cells.
 *
 * @param summary whose totals the shares refer to
 * @param columns which and in which order
 */
export function columnTexts(
  summary: CostedSummary,
  columns: readonly SummaryColumn[],
): readonly ColumnText[] {
  const sum = (pick: (row: CostedRow) => number | null) =>
    summary.rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
  return columns.map(column => textOf(column, sum));
}

function textOf(column: SummaryColumn, sum: (pick: (row: CostedRow) => number | null) => number): ColumnText {
  const figure = (title: string, key: string, pick: (row: CostedRow) => number | null): ColumnText => ({
    title,
    key,
    right: true,
    cell: row => count(pick(row)),
    plain: row => plainCount(pick(row)),
  });
  const size = (title: string, key: string, pick: (row: CostedRow) => number | null): ColumnText => ({
    ...figure(title, key, pick),
    cell: row => {
      const bytes = pick(row);
      return bytes === null ? '?' : formatBytes(bytes);
    },
  });
  const share = (title: string, key: string, pick: (row: CostedRow) => number | null): ColumnText => {
    const total = sum(pick);
    const part = (row: CostedRow) => (total === 0 ? 0 : (100 * (pick(row) ?? 0)) / total);
    return {
      title,
      key,
      right: true,
      cell: row => `${part(row).toFixed(1)} %`,
      plain: row => part(row).toFixed(4),
    };
  };
  const words = (title: string, key: string, cell: (row: CostedRow) => string): ColumnText => ({
    title,
    key,
    right: false,
    cell: row => cell(row) || '-',
    plain: cell,
  });
  switch (column) {
    case 'shape':
      return words('Output Shape', 'output_shape', shapes);
    case 'params':
      return figure('Param #', 'params', row => row.params);
    case 'params-share':
      return share('Param %', 'params_percent', row => row.params);
    case 'trainable':
      return words('Trainable', 'trainable', trainable);
    case 'macs':
      return figure('Multiply-adds', 'multiply_adds', row => row.macs);
    case 'macs-share':
      return share('Multiply-adds %', 'multiply_adds_percent', row => row.macs);
    case 'weights':
      return size('Weights', 'weight_bytes', row => row.paramBytes);
    case 'memory':
      return size('Memory', 'activation_bytes', row => row.activationBytes);
    case 'memory-share':
      return share('Memory %', 'activation_percent', row => row.activationBytes);
    case 'receptive-field':
      return words('Receptive field', 'receptive_field', row => formatField(row.receptiveField));
    case 'stride':
      return words('Stride', 'stride', strides);
    case 'connected-to':
      return words('Connected to', 'connected_to', row => row.connectedTo.join(', '));
  }
}
