import type { OnnxGraphDescription, OnnxNode } from './model.ts';

/**
 * Lets a carried operator give an output of the graph under its own name, where a layer would only pass it on: of some operators no checker
 * knows the types of what they give, so that an Identity behind them would not be accepted.
 *
 * @param description a graph in which every output is made by a node
 */
export function withDirectOutputs(description: OnnxGraphDescription): OnnxGraphDescription {
  const { nodes } = description;
  const outputs = new Set(description.outputs.map(({ name }) => name));
  const readers = new Map<string, number>();
  for (const { inputs } of nodes) for (const name of inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  const carried = new Set(nodes.flatMap(node => (node.carried ? node.outputs : [])));
  const names = new Map<string, string>();
  const isPassing = ({ operator, inputs: [from = ''], outputs: [to = ''], carried: own }: OnnxNode) =>
    operator === 'Identity' &&
    !own &&
    outputs.has(to) &&
    carried.has(from) &&
    !outputs.has(from) &&
    readers.get(from) === 1;
  for (const node of nodes) if (isPassing(node)) names.set(node.inputs[0] ?? '', node.outputs[0] ?? '');
  if (names.size === 0) return description;
  return {
    ...description,
    nodes: nodes
      .filter(node => !isPassing(node))
      .map(node => ({ ...node, outputs: node.outputs.map(name => names.get(name) ?? name) })),
  };
}
