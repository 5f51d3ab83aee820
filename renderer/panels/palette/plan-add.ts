import type { DocumentEdit } from '../../../shared/document/edits.ts';
import { edge, freeName } from '../../../shared/document/operations.ts';
import type { NetloomDocument, Point } from '../../../shared/document/schema.ts';
import { leadThrough, moveWithPoints } from '../../../shared/document/wire-points.ts';
import type { LayerType } from '../../../shared/layers/contract.ts';
import { ROW_PITCH } from '../../../shared/layout/geometry.ts';
import { makeRoom } from '../../../shared/layout/make-room.ts';

/** The edits that add a layer and the name it gets. */
export interface AddPlan {
  readonly name: string;
  readonly edits: readonly DocumentEdit[];
}

/**
 * Plans a new layer after a node: it takes over the node's outgoing wires, and what stands in its place makes
 * room. Without a node (or for a layer that takes no wire) it stands free, below everything.
 *
 * @param document the document
 * @param layer the layer's type
 * @param after the node that feeds it; null for none
 */
export function planAddAfter(document: NetloomDocument, layer: LayerType, after: string | null): AddPlan {
  const name = freeName(document, layer.type);
  const node = { type: layer.type };
  const start = after === null ? undefined : document.positions[after];
  if (after === null || layer.inputs.max === 0 || !Object.hasOwn(document.nodes, after))
    return { name, edits: [{ kind: 'addNode', name, node, position: freePlace(document) }] };
  const position: Point = start ? [start[0], start[1] + ROW_PITCH] : freePlace(document);
  const outgoing = document.edges.filter(wire => wire.from === after);
  const moved = makeRoom({ ...document.positions, [name]: position }, name);
  return {
    name,
    edits: [
      { kind: 'addNode', name, node, position },
      ...(Object.keys(moved).length > 0 ? moveWithPoints(document, moved) : []),
      ...outgoing.map(wire => ({ kind: 'disconnect', edge: wire }) as const),
      { kind: 'connect', edge: edge(after, name) },
      ...outgoing.map(
        wire =>
          ({
            kind: 'connect',
            edge: leadThrough(edge(name, wire.to, wire.toPort ?? 0), wire.via),
          }) as const,
      ),
    ],
  };
}

function freePlace(document: NetloomDocument): Point {
  const places = Object.values(document.positions);
  if (places.length === 0) return [0, 0];
  const left = Math.min(...places.map(([x]) => x));
  const bottom = Math.max(...places.map(([, y]) => y));
  return [left, bottom + ROW_PITCH];
}
