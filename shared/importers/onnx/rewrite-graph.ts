import { ProtobufWriter } from '../../exporters/onnx/protobuf-writer.ts';
import type { FileAttribute, FileGraph, FileNode } from './onnx-file.ts';

/**
 * Puts other nodes in the place of a graph's nodes, those of graphs within its nodes included.
 *
 * @param graph the graph
 * @param rewrite what stands for a node (its inner graphs done already); the very node where nothing changes
 * @returns the very graph where nothing changed
 */
export function rewriteGraph(graph: FileGraph, rewrite: (node: FileNode) => readonly FileNode[]): FileGraph {
  let isChanged = false;
  const nodes = graph.nodes.flatMap(node => {
    const inner = rewriteInside(node, within => rewriteGraph(within, rewrite));
    const given = rewrite(inner);
    if (given.length !== 1 || given[0] !== node) isChanged = true;
    return given;
  });
  return isChanged ? { ...graph, nodes } : graph;
}

/**
 * A node with its graphs changed; the very node where none changes.
 *
 * @param change answers the very graph where nothing changes
 */
export function rewriteInside(node: FileNode, change: (graph: FileGraph) => FileGraph): FileNode {
  let isChanged = false;
  const attributes = new Map<string, FileAttribute>();
  for (const [name, attribute] of node.attributes) {
    const graphs = attribute.graphs.map(change);
    if (graphs.every((graph, i) => graph === attribute.graphs[i])) {
      attributes.set(name, attribute);
      continue;
    }
    isChanged = true;
    attributes.set(name, { ...attribute, graphs, bytes: () => graphAttribute(attribute, graphs).whole() });
  }
  return isChanged ? { ...node, attributes } : node;
}

/** A graph and all within it under other names. */
export function renameGraph(graph: FileGraph, rename: (name: string) => string): FileGraph {
  return {
    ...graph,
    nodes: graph.nodes.map(node => renameNode(node, rename)),
    initializers: graph.initializers.map(tensor => ({ ...tensor, name: rename(tensor.name) })),
    inputs: graph.inputs.map(value => ({ ...value, name: rename(value.name) })),
    outputs: graph.outputs.map(value => ({ ...value, name: rename(value.name) })),
    values: graph.values.map(value => ({ ...value, name: rename(value.name) })),
  };
}

/** A node whose tensors, those of its graphs included, have other names. */
export function renameNode(node: FileNode, rename: (name: string) => string): FileNode {
  return {
    ...rewriteInside(node, graph => renameGraph(graph, rename)),
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  };
}

// Field numbers of onnx.proto3. Of two name fields in one message the later one counts.

function graphAttribute({ name, type }: FileAttribute, graphs: readonly FileGraph[]): ProtobufWriter {
  const isList = type === 10;
  const writer = new ProtobufWriter().string(1, name);
  for (const graph of graphs) writer.message(isList ? 11 : 6, encodeGraph(graph));
  return writer.varint(20, isList ? 10 : 5);
}

function encodeGraph(graph: FileGraph): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(1, encodeNode(node));
  writer.string(2, graph.name);
  const named = (bytes: Uint8Array, field: number, name: string) =>
    new ProtobufWriter().encoded(bytes).string(field, name);
  for (const tensor of graph.initializers) writer.message(5, named(tensor.bytes(), 8, tensor.name));
  for (const tensor of graph.sparse) writer.bytes(15, tensor.bytes());
  for (const value of graph.inputs) writer.message(11, named(value.bytes(), 1, value.name));
  for (const value of graph.outputs) writer.message(12, named(value.bytes(), 1, value.name));
  for (const value of graph.values) writer.message(13, named(value.bytes(), 1, value.name));
  return writer;
}

function encodeNode(node: FileNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name).string(4, node.operator);
  for (const attribute of node.attributes.values()) writer.bytes(5, attribute.bytes());
  return node.domain === '' ? writer : writer.string(7, node.domain);
}
