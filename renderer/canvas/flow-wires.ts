import { useMemo, useRef, useState } from 'react';
import type { DocumentEdge, NetloomDocument, Point } from '../../shared/document/schema.ts';
import { type Box, portOffset } from '../../shared/layout/geometry.ts';
import { type WireEnds, WireRouter } from '../../shared/layout/wire-router.ts';
import { type DrawnWire, drawnWires, edgeId, handleId } from './canvas-store.ts';
import type { Selected } from './flow-elements.ts';
import { drawnPoints } from './flow-points.ts';
import type { FlowEdge, FlowNode } from './flow-types.ts';
import type { PortCounts } from './ports.ts';

/**
 * What React Flow draws of the wires. While layers are dragged only their own wires are led anew.
 *
 * @param edges the document's wires
 * @param nodes as `useFlowNodes` gave them
 * @param ports of all layers
 * @param selected the selected wires among them
 * @param isDragging whether something is being dragged
 */
export function useFlowEdges(
  edges: NetloomDocument['edges'],
  nodes: readonly FlowNode[],
  ports: ReadonlyMap<string, PortCounts>,
  selected: Selected['parts'],
  isDragging: boolean,
): FlowEdge[] {
  const [router] = useState(() => new WireRouter());
  const known = useRef<FlowEdge[]>([]);
  return useMemo(() => {
    const boxes = boxesOf(nodes);
    const points = drawnPoints(nodes);
    const wires = new Map<string, WireEnds>();
    const byId = new Map<string, DocumentEdge>();
    for (const edge of edges) {
      const ends = endsOf(edge, boxes, ports);
      if (!ends) continue;
      const id = edgeId(edge);
      const via = points.get(id);
      wires.set(id, via ? { ...ends, via } : ends);
      byId.set(id, edge);
    }
    const ways = router.route(boxes, wires, isDragging);
    const before = new Map(known.current.map(edge => [edge.id, edge]));
    const after: FlowEdge[] = [];
    const drawn = new Map<string, DrawnWire>();
    for (const [id, edge] of byId) {
      const way = ways.get(id) ?? [];
      const old = before.get(id);
      const isSelected = selected.has(id);
      const isSame = old?.data?.way === way && old.data.edge === edge && old.selected === isSelected;
      after.push(isSame ? old : flowEdgeOf(id, edge, way, isSelected));
      drawn.set(id, { edge, way });
    }
    drawnWires.current = drawn;
    // The same list keeps React Flow from reading all wires again.
    if (!sameItems(known.current, after)) known.current = after;
    return known.current;
  }, [edges, nodes, ports, selected, isDragging, router]);
}

function boxesOf(nodes: readonly FlowNode[]): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  for (const { id, type, position, width = 0, height = 0 } of nodes)
    if (type === 'layer') boxes.set(id, { x: position.x, y: position.y, width, height });
  return boxes;
}

function endsOf(
  edge: DocumentEdge,
  boxes: ReadonlyMap<string, Box>,
  ports: ReadonlyMap<string, PortCounts>,
): WireEnds | null {
  const source = boxes.get(edge.from);
  const target = boxes.get(edge.to);
  if (!source || !target) return null;
  const outputs = ports.get(edge.from)?.outputs ?? 1;
  const inputs = ports.get(edge.to)?.inputs ?? 1;
  return {
    from: [source.x + portOffset(edge.fromPort ?? 0, outputs), source.y + source.height],
    to: [target.x + portOffset(edge.toPort ?? 0, inputs), target.y],
  };
}

function flowEdgeOf(id: string, edge: DocumentEdge, way: readonly Point[], selected: boolean): FlowEdge {
  return {
    id,
    type: 'wire',
    source: edge.from,
    sourceHandle: handleId('out', edge.fromPort ?? 0),
    target: edge.to,
    targetHandle: handleId('in', edge.toPort ?? 0),
    data: { edge, way },
    selected,
  };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
