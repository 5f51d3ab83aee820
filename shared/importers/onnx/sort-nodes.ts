import type { FileGraph, FileNode } from './onnx-file.ts';
import { outerNames } from './outer-names.ts';

/**
 * A graph with every node behind those whose tensors it reads. The format asks for this order; tools that put casts around a network leave
 * them at its end, and ONNX Runtime takes such files.
 *
 * @param graph the graph of a file; those within its nodes stay as they are
 * @returns the same graph where the order holds, or where a loop lets no order hold
 */
export function withSortedNodes(graph: FileGraph): FileGraph {
  const makers = new Map<string, FileNode>();
  for (const node of graph.nodes)
    for (const name of node.outputs) if (name !== '' && !makers.has(name)) makers.set(name, node);
  const reads = (node: FileNode) => {
    const inner = [...node.attributes.values()].flatMap(({ graphs }) => graphs.flatMap(outerNames));
    return [...node.inputs, ...inner].flatMap(name => makers.get(name) ?? []);
  };
  const waiting = new Map<FileNode, number>();
  const readers = new Map<FileNode, FileNode[]>();
  const seen = new Set<FileNode>();
  let isSorted = true;
  for (const node of graph.nodes) {
    const before = new Set(reads(node));
    waiting.set(node, before.size);
    for (const maker of before) {
      isSorted &&= seen.has(maker);
      const list = readers.get(maker);
      if (list) list.push(node);
      else readers.set(maker, [node]);
    }
    seen.add(node);
  }
  if (isSorted) return graph;
  const nodes = graph.nodes.filter(node => waiting.get(node) === 0);
  // The list grows while it is gone through.
  for (const node of nodes)
    for (const reader of readers.get(node) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) nodes.push(reader);
    }
  return nodes.length === graph.nodes.length ? { ...graph, nodes } : graph;
}
