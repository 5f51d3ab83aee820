import type { Graph } from '../document/graph.ts';
import { allProblems, type Inference, type NodeInference } from '../inference/infer.ts';
import { toChannelsFirst } from '../layers/onnx-contract.ts';
import { ExportError } from './onnx/export-error.ts';

/**
 * The layers that the outputs need, and all inputs, in order.
 *
 * @param graph the flat network
 * @param inference its inference
 * @throws ExportError when the network has an error
 */
export function neededLayers(graph: Graph, inference: Inference): readonly NodeInference[] {
  const problem = allProblems(inference).find(({ severity }) => severity === 'error');
  if (problem)
    throw new ExportError(
      'export.network',
      `The network has an error and cannot be exported: ${problem.message}`,
    );
  const needed = new Set(graph.outputs);
  const backwards = [...inference.nodes.values()].reverse();
  for (const { name, node } of backwards)
    if (needed.has(name)) for (const input of node.inputs) if (input) needed.add(input.node);
  return backwards.reverse().filter(node => node.layer?.traits.isInput || needed.has(node.name));
}

/** The permutation to channels-first of an input that the first layer with spatial axes reads channels-last; null for others. */
export function channelsFirstOrder(
  graph: Graph,
  inference: Inference,
  input: NodeInference,
): readonly number[] | null {
  const rank = input.outputs[0]?.shape?.length ?? 0;
  if (rank < 3) return null;
  const queue = [input.name];
  const seen = new Set(queue);
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const node = inference.nodes.get(name);
    const nodeRank = node?.inputs[0]?.shape?.length ?? 0;
    const axes = node?.layer?.traits.spatialAxes?.(node.parameters, nodeRank);
    if (axes) return axes.includes(1) && nodeRank === rank ? toChannelsFirst(rank) : null;
    for (const consumer of graph.consumers.get(name) ?? []) {
      if (seen.has(consumer)) continue;
      seen.add(consumer);
      queue.push(consumer);
    }
  }
  return null;
}
