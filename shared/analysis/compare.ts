import { z } from 'zod';
import type { CostedRow, CostedSummary } from './costs.ts';
import { formatField } from './receptive-field.ts';

const bytes = z.number().nullable();

/** One network of a comparison. */
export const comparedNetworkSchema = z.strictObject({
  /** Where it came from. */
  file: z.string(),
  name: z.string(),
  layers: z.number().int(),
  /** Layers with weights on the longest way from an input to an output. */
  depth: z.number().int(),
  params: z.number().int(),
  trainableParams: z.number().int(),
  macs: z.number().nullable(),
  weightBytes: z.number(),
  inferenceBytes: bytes,
  trainingBytes: bytes,
  /** The largest receptive field before the spatial axes end: `212 × 212`; empty for data without them. */
  receptiveField: z.string(),
  errors: z.number().int(),
  warnings: z.number().int(),
});
export type ComparedNetwork = z.infer<typeof comparedNetworkSchema>;

/** The JSON form of a comparison. */
export const comparisonSchema = z.strictObject({ networks: z.array(comparedNetworkSchema) });
export type Comparison = z.infer<typeof comparisonSchema>;

/**
 * Puts networks side by side.
 *
 * @param entries each network's summary, all counted for the same batch and precision, and where it came from
 */
export function compareNetworks(
  entries: readonly { readonly file: string; readonly summary: CostedSummary }[],
): Comparison {
  return {
    networks: entries.map(({ file, summary }) => ({
      file,
      name: summary.name,
      layers: summary.rows.length,
      depth: depthOf(summary.rows),
      params: summary.totals.params,
      trainableParams: summary.totals.trainableParams,
      macs: summary.totals.macs,
      weightBytes: summary.inference.weights,
      inferenceBytes: summary.inference.total,
      trainingBytes: summary.training.total,
      receptiveField: widestField(summary.rows),
      errors: summary.problems.filter(({ severity }) => severity === 'error').length,
      warnings: summary.problems.filter(({ severity }) => severity === 'warning').length,
    })),
  };
}

/** Layers with multiply-adds (convolutions, dense, recurrent, attention) on the longest way, as papers count depth: VGG-16 has 16. */
function depthOf(rows: readonly CostedRow[]): number {
  const depths = new Map<string, number>();
  let deepest = 0;
  for (const row of rows) {
    const before = Math.max(0, ...row.connectedTo.map(name => depths.get(name) ?? 0));
    const depth = before + (row.params > 0 && row.macs !== 0 ? 1 : 0);
    depths.set(row.name, depth);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The field of the last layer whose units still see a window of the input. */
function widestField(rows: readonly CostedRow[]): string {
  const last = rows.findLast(
    row =>
      row.receptiveField.length > 0 && row.receptiveField.some(axis => axis !== 'whole' && axis !== null),
  );
  return last ? formatField(last.receptiveField) : '';
}
