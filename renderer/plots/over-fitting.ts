import type { Epoch } from '../../shared/contract/runs.ts';

/** The best epoch of a run, and whether the network has begun to learn its training data by heart. */
export interface FitPoint {
  readonly best: Epoch;
  /** The first epoch of over-fitting; null while there is none. */
  readonly overFittingFrom: number | null;
}

/** How many epochs without a better one it takes to speak of over-fitting: one alone is noise. */
const PATIENCE = 2;
/** By which share the latest validation loss must exceed the best. */
const MARGIN = 0.01;

/**
 * Finds the epoch with the lowest validation loss (training loss without validation), the first of equals, and tells
 * over-fitting: since then the training loss fell further while the validation loss rose by more than 1 %.
 *
 * @param epochs in order
 * @returns null without epochs
 */
export function fitPoint(epochs: readonly Epoch[]): FitPoint | null {
  let best: Epoch | null = null;
  for (const epoch of epochs) if (best === null || judged(epoch) < judged(best)) best = epoch;
  const last = epochs[epochs.length - 1];
  if (!best || !last) return null;
  const worsened =
    best.valLoss !== null &&
    last.valLoss !== null &&
    last.epoch - best.epoch >= PATIENCE &&
    last.valLoss > best.valLoss * (1 + MARGIN) &&
    last.loss < best.loss;
  return { best, overFittingFrom: worsened ? best.epoch + 1 : null };
}

function judged({ valLoss, loss }: Epoch): number {
  const value = valLoss ?? loss;
  return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
}
