import { blockName } from '../../shared/document/graph.ts';
import { inputLimit } from '../../shared/document/operations.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import { layerType } from '../../shared/layers/registry.ts';
import { endKey } from './canvas-store.ts';

/** How many ports a node shows on its upper and its lower edge. */
export interface PortCounts {
  readonly inputs: number;
  readonly outputs: number;
  /** The inputs that a wire ends at, one character each, so that they are compared at once: `110`. */
  readonly wired: string;
}

/**
 * The ports of all nodes. A layer that merges any number shows one free port more than it has wires.
 *
 * @param document the document
 * @param inference what is inferred of it
 */
export function portTable(document: NetloomDocument, inference: Inference): ReadonlyMap<string, PortCounts> {
  const wiredInputs = new Map<string, number>();
  const wiredOutputs = new Map<string, number>();
  const ends = new Set<string>();
  const raise = (table: Map<string, number>, name: string, count: number) => {
    if (count > (table.get(name) ?? 0)) table.set(name, count);
  };
  for (const edge of document.edges) {
    raise(wiredInputs, edge.to, (edge.toPort ?? 0) + 1);
    raise(wiredOutputs, edge.from, (edge.fromPort ?? 0) + 1);
    ends.add(endKey(edge.to, edge.toPort ?? 0));
  }
  const table = new Map<string, PortCounts>();
  for (const [name, node] of Object.entries(document.nodes)) {
    const wired = wiredInputs.get(name) ?? 0;
    const limit = inputLimit(document, name);
    const least = layerType(node.type)?.inputs.min ?? 1;
    const block = blockName(node.type);
    const given =
      block === null
        ? (inference.nodes.get(name)?.outputs.length ?? 1)
        : (document.blocks?.[block]?.outputs.length ?? 1);
    const inputs = Math.max(wired, Number.isFinite(limit) ? limit : Math.max(least, wired + 1));
    const marks = Array.from({ length: inputs }, (_, port) => (ends.has(endKey(name, port)) ? '1' : '0'));
    table.set(name, {
      inputs,
      outputs: Math.max(1, given, wiredOutputs.get(name) ?? 0),
      wired: marks.join(''),
    });
  }
  return table;
}
