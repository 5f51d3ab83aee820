import path from 'node:path';
import { userDataDirectory } from '../../main/documents/user-data.ts';
import { findRun, runsDirectory } from '../../main/runs/run-place.ts';
import { type FittingWeights, fittingRunWeights } from '../../main/runs/run-weights.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { log } from './output.ts';

/**
 * The weights that an export writes, and a warning of the layers that begin fresh because the run has none that fit.
 *
 * @param file the document's path
 * @param options the run as the user names it, undefined for initial weights; the seed of initial ones
 * @returns the run's folder and its weights; null for both without a run
 */
export async function exportedWeights(
  file: string,
  document: NetloomDocument,
  { run: named, seed }: { readonly run?: string; readonly seed: number },
): Promise<{ readonly run: string | null; readonly weights: FittingWeights | null }> {
  if (named === undefined) return { run: null, weights: null };
  const run = await findRun(named, runsDirectory(path.resolve(file), document.name, userDataDirectory()));
  const weights = await fittingRunWeights(run, document, seed);
  if (weights.freshLayers.length > 0)
    log(
      `warning: fresh weights of the seed ${seed} for ${weights.freshLayers.join(', ')}: the run has none that fit.`,
    );
  return { run, weights };
}
