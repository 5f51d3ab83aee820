import type { CostedRow } from '../../../shared/analysis/costs.ts';
import { elementsPerSample } from '../../../shared/document/value.ts';

/** What the summary can be sorted by. */
export type SortKey = 'layer' | 'type' | 'shape' | 'params' | 'macs' | 'memory' | 'trainable' | 'field';

/** A sorting; null is the network's own order. */
export type Sorting = { readonly key: SortKey; readonly descending: boolean } | null;

/** What a click on a column's heading makes of a sorting: figures begin with the largest, a third click ends it. */
export function nextSorting(sorting: Sorting, key: SortKey): Sorting {
  const first = key !== 'layer' && key !== 'type' && key !== 'trainable';
  if (sorting?.key !== key) return { key, descending: first };
  return sorting.descending === first ? { key, descending: !first } : null;
}

/** Rows in the order of a sorting; equal ones keep the network's order, unknown figures come last. */
export function sortRows(rows: readonly CostedRow[], sorting: Sorting): readonly CostedRow[] {
  if (sorting === null) return rows;
  const sign = sorting.descending ? -1 : 1;
  const key = KEYS[sorting.key];
  return rows
    .map(row => ({ row, value: key(row) }))
    .sort((a, b) => {
      if (a.value === b.value) return 0;
      if (a.value === null) return 1;
      if (b.value === null) return -1;
      return a.value < b.value ? -sign : sign;
    })
    .map(entry => entry.row);
}

const KEYS: Readonly<Record<SortKey, (row: CostedRow) => string | number | null>> = {
  layer: row => row.name,
  type: row => row.type,
  shape: row => elementsPerSample(row.outputShapes[0] ?? null),
  params: row => row.params,
  macs: row => row.macs,
  memory: row => row.activationBytes,
  trainable: row => (row.params === 0 ? null : Number(row.isTrainable)),
  field: row => {
    const [axis] = row.receptiveField;
    return axis === 'whole' ? Number.POSITIVE_INFINITY : (axis?.size ?? null);
  },
};
