import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { allProblems } from '../../shared/inference/infer.ts';
import { datasetMisfit } from '../../shared/training/dataset-fit.ts';
import { DatasetError } from '../datasets/dataset-error.ts';
import { EngineError } from '../engines/engine.ts';
import type { TrainingPlan } from './plan.ts';

/**
 * Makes sure that a network can be trained on a data set.
 *
 * @throws EngineError for a network with errors; DatasetError naming both shapes and the remedy
 */
export function requireFit(plan: TrainingPlan, dataset: DatasetInfo): void {
  const error = allProblems(plan.inference).find(problem => problem.severity === 'error');
  if (error) throw new EngineError('engine.network', `The network has errors; first: ${error.message}`);
  const misfit = datasetMisfit(plan.document, plan.inference, dataset);
  if (!misfit) return;
  const remedy = misfit.fix
    ? ` To fit it: ${misfit.fix.title}.`
    : ' Choose another data set or change the network.';
  throw new DatasetError('dataset.mismatch', misfit.message + remedy);
}
