import type { Inference } from '../inference/infer.ts';
import type { NodeInference } from '../inference/node-inference.ts';

/** What a network takes and gives per sample at its first input and output: extents, null where one or all are unknown. */
export function networkExtents(inference: Inference): {
  readonly input: (number | null)[] | null;
  readonly output: (number | null)[] | null;
} {
  const input = [...inference.nodes.values()].find(node => node.layer?.traits.isInput);
  const [output = ''] = inference.graph.outputs;
  return { input: extents(input), output: extents(inference.nodes.get(output)) };
}

function extents(node: NodeInference | undefined): (number | null)[] | null {
  const shape = node?.outputs[0]?.shape?.slice(1);
  return shape?.map(extent => (typeof extent === 'number' ? extent : null)) ?? null;
}
