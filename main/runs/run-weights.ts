import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { lazyWeightStore } from '../training/weight-store-of.ts';
import { RunFolder } from './run-folder.ts';

/**
 * The weights of a run for an export: those of its last checkpoint, each read when it is asked for.
 *
 * @param run the run's folder
 * @throws RunError when there is no run or it has no weights yet
 */
export async function readRunWeights(run: string): Promise<WeightStore> {
  return lazyWeightStore(await new RunFolder(run).openWeights('last'));
}
