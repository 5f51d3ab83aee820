import type { FileGraph, FileNode } from '../onnx-file.ts';
import type { TensorFiles } from '../tensor-elements.ts';
import { gatedActivation, gelu, hardSwish, step } from './activations.ts';
import { type FoundPattern, FUSED_DOMAIN, type FusedNode } from './fused-node.ts';
import { GraphView } from './graph-view.ts';
import { groupNormalization } from './group-normalization.ts';
import { addedBias, layerNormalization, rmsNormalization } from './sums.ts';

const PATTERNS: readonly ((view: GraphView, node: FileNode) => FoundPattern | null)[] = [
  layerNormalization,
  rmsNormalization,
  groupNormalization,
  gelu,
  gatedActivation,
  hardSwish,
  step,
  addedBias,
];

/**
 * Finds nodes that together say one thing and puts one node in their place, where the last of them stood. What stands between them is
 * read by nothing else, so that nothing is lost.
 *
 * @param graph the graph, without calls
 * @param files for the elements of small constants
 */
export function fusePatterns(graph: FileGraph, files: TensorFiles): readonly (FileNode | FusedNode)[] {
  const view = new GraphView(graph, files);
  const order = new Map(graph.nodes.map((node, i) => [node, i]));
  const taken = new Set<FileNode>();
  const fused = new Map<FileNode, FusedNode>();
  for (const node of graph.nodes) {
    if (node.domain !== '' || taken.has(node)) continue;
    for (const pattern of PATTERNS) {
      const found = pattern(view, node);
      if (!found || found.parts.some(part => taken.has(part))) continue;
      const parts = [...found.parts].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      const last = parts.at(-1);
      if (!last) continue;
      for (const part of parts) taken.add(part);
      fused.set(last, {
        name: last.name,
        operator: found.operator,
        domain: FUSED_DOMAIN,
        inputs: found.inputs,
        outputs: last.outputs,
        attributes: found.attributes ?? new Map(),
        scopes: last.scopes,
        parts,
        numbers: found.numbers,
      });
      break;
    }
  }
  return graph.nodes.flatMap(node => fused.get(node) ?? (taken.has(node) ? [] : [node]));
}
