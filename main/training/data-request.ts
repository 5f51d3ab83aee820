import { networkExtents } from '../../shared/training/network-extents.ts';
import type { DataRequest } from '../datasets/prepare-dataset.ts';
import type { TrainingPlan } from './plan.ts';

/** How a network wants data with a name: read by the document's settings, in the shapes that its first input and output have. */
export function dataRequest({ settings, inference }: TrainingPlan, name: string): DataRequest {
  const { data, split, seed } = settings;
  return { name, settings: data, ...networkExtents(inference), split, seed };
}
