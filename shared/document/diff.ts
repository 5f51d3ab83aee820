import { compareNames } from './graph.ts';
import type { Json } from './json.ts';
import type { DocumentEdge, NetloomDocument } from './schema.ts';
import { nodeOrder } from './serialize.ts';

/** One parameter or property of a layer that differs; undefined stands for "default" or "absent". */
export interface ParameterDifference {
  readonly parameter: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What differs between two documents, as networks; places on the canvas are told apart. */
export interface DocumentDifference {
  readonly added: readonly { readonly layer: string; readonly type: string }[];
  readonly removed: readonly { readonly layer: string; readonly type: string }[];
  readonly changed: readonly {
    readonly layer: string;
    readonly differences: readonly ParameterDifference[];
  }[];
  readonly wiresAdded: readonly DocumentEdge[];
  readonly wiresRemoved: readonly DocumentEdge[];
  /** Training settings that differ. */
  readonly training: readonly ParameterDifference[];
  /** Layers that only moved on the canvas. */
  readonly moved: readonly string[];
}

/**
 * Compares two documents by layer name.
 *
 * @param before the first document
 * @param after the second
 */
export function diffDocuments(before: NetloomDocument, after: NetloomDocument): DocumentDifference {
  const orderBefore = nodeOrder(before);
  const orderAfter = nodeOrder(after);
  const has = (document: NetloomDocument, name: string) => Object.hasOwn(document.nodes, name);
  const described = (document: NetloomDocument) => (layer: string) => ({
    layer,
    type: document.nodes[layer]?.type ?? '',
  });
  const both = orderAfter.filter(name => has(before, name));
  const wires = (document: NetloomDocument) =>
    new Map(document.edges.map(({ via: _way, ...edge }) => [JSON.stringify(wireKey(edge)), edge]));
  const wiresBefore = wires(before);
  const wiresAfter = wires(after);
  const changed = both
    .map(layer => ({ layer, differences: differences(plainNode(before, layer), plainNode(after, layer)) }))
    .filter(entry => entry.differences.length > 0);
  return {
    added: orderAfter.filter(name => !has(before, name)).map(described(after)),
    removed: orderBefore.filter(name => !has(after, name)).map(described(before)),
    changed,
    wiresAdded: [...wiresAfter].filter(([key]) => !wiresBefore.has(key)).map(([, edge]) => edge),
    wiresRemoved: [...wiresBefore].filter(([key]) => !wiresAfter.has(key)).map(([, edge]) => edge),
    training: differences(
      (before.training ?? {}) as Readonly<Record<string, Json>>,
      (after.training ?? {}) as Readonly<Record<string, Json>>,
    ),
    moved: both.filter(
      name => JSON.stringify(before.positions[name]) !== JSON.stringify(after.positions[name]),
    ),
  };
}

const wireKey = (edge: DocumentEdge) => [edge.from, edge.fromPort ?? 0, edge.to, edge.toPort ?? 0];

function plainNode(document: NetloomDocument, name: string): Readonly<Record<string, Json>> {
  const { parameters = {}, ...rest } = document.nodes[name] ?? { type: '' };
  const flat: Record<string, Json> = { ...parameters };
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) flat[`(${key})`] = value;
  return flat;
}

function differences(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): ParameterDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareNames);
  return names
    .filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map(parameter => ({ parameter, before: before[parameter], after: after[parameter] }));
}

/** Tells whether two documents are the same network (places on the canvas aside). */
export function isSameNetwork(difference: DocumentDifference): boolean {
  const { moved: _moved, ...rest } = difference;
  return Object.values(rest).every(list => list.length === 0);
}
