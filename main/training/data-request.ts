import type { NodeInference } from '../../shared/inference/node-inference.ts';
import type { DataRequest } from '../datasets/prepare-dataset.ts';
import type { TrainingPlan } from './plan.ts';

/** How a network wants data with a name: read by the document's settings, in the shapes that its first input and output have. */
export function dataRequest(plan: TrainingPlan, name: string): DataRequest {
  const { settings, inference, outputs } = plan;
  const input = [...inference.nodes.values()].find(node => node.layer?.traits.isInput);
  return {
    name,
    settings: settings.data,
    input: extents(input),
    output: extents(outputs[0]),
    split: settings.split,
    seed: settings.seed,
  };
}

function extents(node: NodeInference | undefined): DataRequest['input'] {
  const shape = node?.outputs[0]?.shape?.slice(1);
  return shape?.map(extent => (typeof extent === 'number' ? extent : null)) ?? null;
}
