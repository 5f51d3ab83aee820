import type { CostedRow, CostedSummary } from '../../../shared/analysis/costs.ts';
import { formatField } from '../../../shared/analysis/receptive-field.ts';
import { formatBytes } from '../../../shared/analysis/summary.ts';
import { formatShape } from '../../../shared/document/value.ts';
import { formatCount, formatLargeCount } from '../../../shared/layers/formatting.ts';
import { type MemoryUnit, memoryUnit } from './memory-unit.ts';
import type { SortKey } from './sort-rows.ts';

/** The columns of the table behind the layer's name, in their order. */
export const COLUMN_IDS = [
  'type',
  'shape',
  'params',
  'share',
  'macs',
  'memory',
  'trainable',
  'weights',
  'field',
  'stride',
  'wires',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

/** What is shown until the user chooses otherwise. */
export const STANDARD_COLUMNS: readonly ColumnId[] = ['type', 'shape', 'params', 'share', 'macs', 'memory'];

/** Sums and units that cells refer to. */
export interface TableFigures {
  readonly params: number;
  readonly macs: number;
  readonly memory: number;
  readonly unit: MemoryUnit;
  readonly batch: number;
}

/** The sums of a summary. */
export function tableFigures(summary: CostedSummary): TableFigures {
  const sizes = summary.rows.map(row => row.activationBytes ?? 0);
  return {
    params: summary.totals.params,
    macs: summary.rows.reduce((sum, row) => sum + (row.macs ?? 0), 0),
    memory: sizes.reduce((sum, size) => sum + size, 0),
    unit: memoryUnit(sizes),
    batch: summary.options.batch ?? 1,
  };
}

/** How a column is drawn. */
export interface TableColumn {
  readonly title: string;
  readonly sort: SortKey;
  /** Part of the width, relative to the others. */
  readonly weight: number;
  readonly look: 'words' | 'shape' | 'figure';
  cell(row: CostedRow, figures: TableFigures): string;
  hint(row: CostedRow, figures: TableFigures): string;
  /** The share of the whole, from 0 to 1, drawn as a bar. */
  share?(row: CostedRow, figures: TableFigures): number;
}

const part = (value: number | null, total: number) => (total > 0 ? (value ?? 0) / total : 0);
const percent = (share: number) => `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;
const shapes = (row: CostedRow) => row.outputShapes.map(formatShape).join(', ');
const axes = (
  row: CostedRow,
  pick: (axis: { size: number; stride: number | null; start: number }) => string,
) => row.receptiveField.map(axis => (axis === null || axis === 'whole' ? '?' : pick(axis))).join(' × ');

/** Every column by its id. */
export const TABLE_COLUMNS: Readonly<Record<ColumnId, TableColumn>> = {
  type: {
    title: 'Type',
    sort: 'type',
    weight: 16,
    look: 'words',
    cell: row => row.type,
    hint: row => row.type,
  },
  shape: { title: 'Output shape', sort: 'shape', weight: 22, look: 'shape', cell: shapes, hint: shapes },
  params: {
    title: 'Param #',
    sort: 'params',
    weight: 12,
    look: 'figure',
    cell: row => formatCount(row.params),
    hint: row =>
      `${formatCount(row.trainableParams)} trainable, ${formatCount(row.nonTrainableParams)} not, ${formatBytes(row.paramBytes)}`,
  },
  share: {
    title: 'Share',
    sort: 'params',
    weight: 11,
    look: 'words',
    cell: () => '',
    hint: (row, { params }) => `${percent(part(row.params, params))} of all parameters`,
    share: (row, { params }) => part(row.params, params),
  },
  macs: {
    title: 'Multiply-adds',
    sort: 'macs',
    weight: 14,
    look: 'figure',
    cell: row => (row.macs === null ? '?' : row.macs === 0 ? '–' : formatLargeCount(row.macs)),
    hint: (row, { macs }) =>
      row.macs === null ? 'unknown' : `${formatCount(row.macs)}, ${percent(part(row.macs, macs))} of all`,
    share: (row, { macs }) => part(row.macs, macs),
  },
  memory: {
    title: 'Memory',
    sort: 'memory',
    weight: 13,
    look: 'figure',
    cell: (row, { unit }) => (row.activationBytes === null ? '?' : unit.write(row.activationBytes)),
    hint: (row, { memory, batch }) =>
      `The output of ${batch === 1 ? 'one sample' : `${formatCount(batch)} samples`}, ${percent(part(row.activationBytes, memory))} of all outputs`,
    share: (row, { memory }) => part(row.activationBytes, memory),
  },
  trainable: {
    title: 'Trainable',
    sort: 'trainable',
    weight: 9,
    look: 'words',
    cell: row => (row.params === 0 ? '–' : row.isTrainable ? 'yes' : 'no'),
    hint: row => `${formatCount(row.trainableParams)} of ${formatCount(row.params)} parameters train`,
  },
  weights: {
    title: 'Weights',
    sort: 'params',
    weight: 11,
    look: 'figure',
    cell: row => (row.params === 0 ? '–' : formatBytes(row.paramBytes)),
    hint: row => `${formatCount(row.params)} parameters at the chosen precision`,
  },
  field: {
    title: 'Receptive field',
    sort: 'field',
    weight: 14,
    look: 'shape',
    cell: row => formatField(row.receptiveField) || '–',
    hint: row =>
      row.receptiveField.length === 0
        ? 'No spatial axes'
        : `Begins at ${axes(row, axis => String(axis.start))} for the first unit`,
  },
  stride: {
    title: 'Stride',
    sort: 'field',
    weight: 9,
    look: 'shape',
    cell: row =>
      row.receptiveField.every(axis => axis === 'whole')
        ? '–'
        : axes(row, axis => (axis.stride === null ? '?' : String(axis.stride))),
    hint: () => 'Input elements between the fields of two neighbouring units',
  },
  wires: {
    title: 'Connected to',
    sort: 'layer',
    weight: 18,
    look: 'words',
    cell: row => row.connectedTo.join(', ') || '–',
    hint: row => row.connectedTo.join(', '),
  },
};
