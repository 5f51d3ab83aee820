import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { allProblems } from '../../shared/inference/infer.ts';
import { datasetMisfit, misfitText } from '../../shared/training/dataset-fit.ts';
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
  throw new DatasetError('dataset.mismatch', misfitText(misfit));
}

/**
 * The classes that class weights are for.
 *
 * @throws DatasetError `dataset.mismatch` where the data have several targets, or no class for each sample
 */
export function weighedClasses({ title, targets }: DatasetInfo): readonly string[] {
  const [target, ...others] = targets;
  if (others.length > 0)
    throw new DatasetError(
      'dataset.mismatch',
      `Class weights need one target; "${title}" has ${targets.length} (${targets.map(({ name }) => `"${name}"`).join(', ')}). Leave class weights out, or weigh the losses of the outputs.`,
    );
  if (target?.classes && target.shape.length === 1) return target.classes;
  throw new DatasetError(
    'dataset.mismatch',
    `Class weights need one class per sample; "${title}" has none. Leave class weights out.`,
  );
}
