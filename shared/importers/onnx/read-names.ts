import type { FileGraph } from './onnx-file.ts';
import { outerNames } from './outer-names.ts';

/** The tensors of a graph that something reads: its nodes, their graphs, or whoever runs it. */
export function readNames(graph: FileGraph): ReadonlySet<string> {
  const names = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes) {
    for (const name of node.inputs) names.add(name);
    for (const { graphs } of node.attributes.values())
      for (const inner of graphs) for (const name of outerNames(inner)) names.add(name);
  }
  names.delete('');
  return names;
}
