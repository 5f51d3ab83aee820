import { blockName } from '../../shared/document/graph.ts';
import type { DocumentBlock, NetloomDocument } from '../../shared/document/schema.ts';
import { UNKNOWN_VALUE, type Value } from '../../shared/document/value.ts';
import type { InferenceHere } from '../state/here.ts';

/**
 * What a node gives out. A bypassed node hands on what comes in at its first input, a block what its last copy's output layer gives.
 *
 * @param document the document, or the open block as one
 * @param inference what is inferred of it
 * @param name the node
 * @param port its output
 */
export function valueAt(
  document: NetloomDocument,
  inference: InferenceHere,
  name: string,
  port: number,
): Value {
  let scope: Pick<NetloomDocument, 'nodes' | 'edges'> = document;
  let prefix = '';
  let node = name;
  let output = port;
  const seen = new Set<string>();
  while (!seen.has(prefix + node)) {
    seen.add(prefix + node);
    const own = Object.hasOwn(scope.nodes, node) ? scope.nodes[node] : undefined;
    const block: DocumentBlock | undefined = document.blocks?.[blockName(own?.type ?? '') ?? ''];
    if (own?.bypass) {
      const at = node;
      const wire = scope.edges.find(edge => edge.to === at && (edge.toPort ?? 0) === 0);
      if (!wire) return UNKNOWN_VALUE;
      node = wire.from;
      output = wire.fromPort ?? 0;
    } else if (own && block) {
      const inner = block.outputs[output];
      if (inner === undefined) return UNKNOWN_VALUE;
      prefix += (own.repeat ?? 1) > 1 ? `${node}.${own.repeat}.` : `${node}.`;
      scope = block;
      node = inner;
      output = 0;
    } else
      return (
        inference.nodes.get(prefix + node)?.outputs[output] ??
        (prefix === '' ? inference.entries?.get(node) : undefined) ??
        UNKNOWN_VALUE
      );
  }
  return UNKNOWN_VALUE;
}

/**
 * How thick a wire is drawn: 1.5 to 3.5 px, by the logarithm of the elements per sample.
 *
 * @param elements per sample; null when unknown
 */
export function wireWidth(elements: number | null): number {
  if (elements === null || elements < 1) return 1.5;
  const share = (Math.log10(elements) - 2.5) / 3;
  return Math.round((1.5 + 2 * Math.min(1, Math.max(0, share))) * 100) / 100;
}
