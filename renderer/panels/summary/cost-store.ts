import { create } from 'zustand';
import type { Precision } from '../../../shared/analysis/precision.ts';
import { onPreferences, preference, setPreference } from '../../state/preferences.ts';
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

/** The store of these settings. */
export const useCosts = create<CostSettings>()((set, get) => ({
  batch: 1,
  precision: 'float32',
  columns: STANDARD_COLUMNS,
  setBatch(batch) {
    setPreference('summary.batch', batch);
    set({ batch });
  },
  setPrecision(precision) {
    setPreference('summary.precision', precision);
    set({ precision });
  },
  showColumn(column, isShown) {
    const wanted = new Set(get().columns);
    if (isShown) wanted.add(column);
    else wanted.delete(column);
    const columns = COLUMN_IDS.filter(id => wanted.has(id));
    setPreference('summary.columns', columns);
    set({ columns });
  },
}));

onPreferences(() => {
  const columns = preference('summary.columns');
  useCosts.setState({
    batch: preference('summary.batch') ?? 1,
    precision: preference('summary.precision') ?? 'float32',
    columns: columns ? COLUMN_IDS.filter(id => columns.includes(id)) : STANDARD_COLUMNS,
  });
});
