import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { weightStoreOf } from '../training/weight-store-of.ts';
import { RunFolder } from './run-folder.ts';

/**
 * The weights of a run for an export: those of its last checkpoint.
 *
 * @param run the run's folder
 * @throws RunError when there is no run or it has no weights yet
 */
export async function readRunWeights(run: string): Promise<WeightStore> {
  return weightStoreOf(await new RunFolder(run).readWeights('last'));
}
