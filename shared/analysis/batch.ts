import { BATCH, type Shape } from '../document/value.ts';
import type { Summary } from './summary.ts';

/**
 * The summary for a batch of a given size: the batch axis becomes the number, multiply-adds and activation bytes grow with it.
 *
 * @param summary a summary per sample
 * @param batch number of samples
 */
export function withBatch(summary: Summary, batch: number): Summary {
  const shape = (dims: Shape | null) => dims?.map(dim => (dim === BATCH ? batch : dim)) ?? null;
  const times = (value: number | null) => (value === null ? null : value * batch);
  return {
    ...summary,
    rows: summary.rows.map(row => ({
      ...row,
      outputShapes: row.outputShapes.map(shape),
      macs: times(row.macs),
      activationBytes: times(row.activationBytes),
    })),
    totals: { ...summary.totals, macs: times(summary.totals.macs) },
  };
}
