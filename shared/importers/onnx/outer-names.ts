import type { FileGraph } from './onnx-file.ts';

/** Names that a graph within a graph reads and does not make. */
export function outerNames(graph: FileGraph): readonly string[] {
  const made = new Set([...graph.inputs, ...graph.initializers, ...graph.sparse].map(({ name }) => name));
  const outer = new Set<string>();
  for (const node of graph.nodes) {
    const inner = [...node.attributes.values()].flatMap(attribute => attribute.graphs.flatMap(outerNames));
    for (const name of [...node.inputs, ...inner]) if (name !== '' && !made.has(name)) outer.add(name);
    for (const name of node.outputs) made.add(name);
  }
  for (const { name } of graph.outputs) if (!made.has(name)) outer.add(name);
  return [...outer];
}
