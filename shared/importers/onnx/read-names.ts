import type { FileGraph, FileNode } from './onnx-file.ts';
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

/**
 * The constants that several nodes read, under whatever name: exporters keep equal tensors once and pass them on by Identity.
 *
 * @returns the names of the tensors in the file
 */
export function sharedConstants({ nodes, initializers }: FileGraph): ReadonlySet<string> {
  const origins = new Map(initializers.map(({ name }) => [name, name]));
  const readers = new Map<string, number>();
  for (const { operator, domain, inputs, outputs } of nodes) {
    const [first = ''] = inputs;
    const same = operator === 'Identity' && domain === '' ? origins.get(first) : undefined;
    if (same !== undefined) origins.set(outputs[0] ?? '', same);
    else
      for (const input of inputs) {
        const origin = origins.get(input);
        if (origin !== undefined) readers.set(origin, (readers.get(origin) ?? 0) + 1);
      }
  }
  return new Set([...readers].filter(([, count]) => count > 1).map(([name]) => name));
}

/** How often the nodes of a graph read each tensor; what the graph gives out counts as read once more. */
export function readCounts({ nodes, outputs }: FileGraph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const { name } of outputs) count(name);
  for (const { inputs } of nodes) for (const name of inputs) count(name);
  return counts;
}

/** A Dropout without the mask that nothing reads, though some exporters name it. */
export function withoutUnread<T extends FileNode>(node: T, read: ReadonlySet<string>): T {
  const { operator, outputs } = node;
  const isMaskRead = outputs.slice(1).some(name => read.has(name));
  return operator === 'Dropout' && outputs.length > 1 && !isMaskRead
    ? { ...node, outputs: outputs.slice(0, 1) }
    : node;
}
