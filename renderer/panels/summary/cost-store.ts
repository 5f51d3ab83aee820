import { create } from 'zustand';
import { PRECISIONS, type Precision } from '../../../shared/analysis/precision.ts';
import { recall, remember } from '../../state/remembered.ts';
import { COLUMN_IDS, type ColumnId, STANDARD_COLUMNS } from './table-columns.ts';

/** For what the summary is counted, and which of its columns are shown. Remembered by the window. */
export interface CostSettings {
  readonly batch: number;
  readonly precision: Precision;
  readonly columns: readonly ColumnId[];
  setBatch(batch: number): void;
  setPrecision(precision: Precision): void;
  showColumn(column: ColumnId, isShown: boolean): void;
}

const isBatch = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;
const isPrecision = (value: unknown): value is Precision => PRECISIONS.some(name => name === value);
const areColumns = (value: unknown): value is readonly ColumnId[] =>
  Array.isArray(value) && value.every(each => COLUMN_IDS.some(id => id === each));

/** The store of these settings. */
export const useCosts = create<CostSettings>()((set, get) => ({
  batch: recall('summary.batch', 1, isBatch),
  precision: recall('summary.precision', 'float32', isPrecision),
  columns: recall('summary.columns', STANDARD_COLUMNS, areColumns),
  setBatch(batch) {
    remember('summary.batch', batch);
    set({ batch });
  },
  setPrecision(precision) {
    remember('summary.precision', precision);
    set({ precision });
  },
  showColumn(column, isShown) {
    const wanted = new Set(get().columns);
    if (isShown) wanted.add(column);
    else wanted.delete(column);
    const columns = COLUMN_IDS.filter(id => wanted.has(id));
    remember('summary.columns', columns);
    set({ columns });
  },
}));
