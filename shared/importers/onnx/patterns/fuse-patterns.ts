import type { FileGraph, FileNode } from '../onnx-file.ts';
import type { TensorFiles } from '../tensor-elements.ts';
import type { FusedNode } from './fused-node.ts';

/**
 * Finds nodes that together say one thing and puts one node in their place.
 *
 * @param graph the graph, without calls
 * @param files for the elements of small constants
 */
export function fusePatterns(graph: FileGraph, _files: TensorFiles): readonly (FileNode | FusedNode)[] {
  return graph.nodes;
}
