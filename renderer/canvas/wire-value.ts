import type { DocumentEdge, NetloomDocument } from '../../shared/document/schema.ts';
import { UNKNOWN_VALUE, type Value } from '../../shared/document/value.ts';
import type { Inference } from '../../shared/inference/infer.ts';

/**
 * What a node gives out. A bypassed node hands on what comes in at its first input.
 *
 * @param document the document
 * @param inference what is inferred of it
 * @param name the node
 * @param port its output
 */
export function valueAt(document: NetloomDocument, inference: Inference, name: string, port: number): Value {
  let current: DocumentEdge | undefined;
  const seen = new Set<string>();
  let node = name;
  let output = port;
  while (document.nodes[node]?.bypass && !seen.has(node)) {
    seen.add(node);
    const at = node;
    current = document.edges.find(edge => edge.to === at && (edge.toPort ?? 0) === 0);
    if (!current) return UNKNOWN_VALUE;
    node = current.from;
    output = current.fromPort ?? 0;
  }
  return inference.nodes.get(node)?.outputs[output] ?? UNKNOWN_VALUE;
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
