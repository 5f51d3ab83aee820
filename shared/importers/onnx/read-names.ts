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
