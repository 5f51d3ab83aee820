import { networkPorts } from '../../shared/training/network-ports.ts';
import type { DataRequest } from '../datasets/prepare-dataset.ts';
import type { TrainingPlan } from './plan.ts';

/** How a network wants data with a name: read by the document's settings, for its inputs and outputs. */
export function dataRequest({ settings, inference }: TrainingPlan, name: string): DataRequest {
  const { data, split, seed } = settings;
  return { name, settings: data, network: networkPorts(inference), split, seed };
}
