import type { Graph } from '../../document/graph.ts';
import type { OnnxGraphDescription, OnnxValueInfo } from './model.ts';

/**
 * The names that inputs and outputs have in the file, where the document keeps others than those of their layers.
 *
 * @param graph the flat network
 */
export function interfaceNames(graph: Graph): ReadonlyMap<string, string> {
  const kept = Object.entries(graph.onnx?.names ?? {});
  const given = kept.filter(([layer, name]) => graph.nodes.has(layer) && !graph.nodes.has(name));
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [layer, name] of given) {
    if (!taken.has(name)) names.set(layer, name);
    taken.add(name);
  }
  return names;
}

/** The inputs in the order that the document keeps; others behind, as they come. */
export function inFileOrder(inputs: readonly OnnxValueInfo[], graph: Graph): readonly OnnxValueInfo[] {
  const order = new Map(graph.onnx?.inputs?.map((name, i) => [name, i]));
  const rank = ({ name }: OnnxValueInfo) => order.get(name) ?? order.size;
  return [...inputs].sort((a, b) => rank(a) - rank(b));
}

/** The graph with its inputs and outputs under their names in the file. */
export function withFileNames(
  description: OnnxGraphDescription,
  names: ReadonlyMap<string, string>,
): OnnxGraphDescription {
  const { inputs, outputs, nodes } = description;
  const isPart = new Set([...inputs, ...outputs].map(({ name }) => name));
  const rename = (name: string) => (isPart.has(name) ? (names.get(name) ?? name) : name);
  if (names.size === 0) return description;
  return {
    ...description,
    inputs: inputs.map(info => ({ ...info, name: rename(info.name) })),
    outputs: outputs.map(info => ({ ...info, name: rename(info.name) })),
    nodes: nodes.map(node => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
  };
}
