import { useMemo, useRef } from 'react';
import { edge as wire } from '../../shared/document/operations.ts';
import type { Frame, NetloomDocument, Note, Point } from '../../shared/document/schema.ts';
import { NODE_HEIGHT, NODE_WIDTH, nodeBox, portOffset } from '../../shared/layout/geometry.ts';
import { Obstacles, routeWire } from '../../shared/layout/wires.ts';
import { type DrawnWire, drawnWires, edgeId, handleId } from './canvas-store.ts';
import type { FlowEdge, FlowNode, LayerFlowNode } from './flow-types.ts';
import { handlesOf } from './handles.ts';
import type { PortCounts } from './ports.ts';

/** Where things stand while they are dragged or resized, before the document knows; by node name, `frame:0`, `note:0`. */
export type Overrides = ReadonlyMap<
  string,
  readonly [number, number] | readonly [number, number, number, number]
>;

interface Selected {
  readonly nodes: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

const NO_PORTS: PortCounts = { inputs: 1, outputs: 1 };

/**
 * What React Flow draws of the document's layers, frames and notes. Objects of what did not change are the same as
 * before, so that React Flow leaves them alone.
 */
export function useFlowNodes(
  document: NetloomDocument,
  ports: ReadonlyMap<string, PortCounts>,
  selected: Selected,
  overrides: Overrides,
): FlowNode[] {
  const known = useRef(new Map<string, FlowNode>());
  return useMemo(() => {
    const before = known.current;
    const after = new Map<string, FlowNode>();
    for (const [i, frame] of (document.frames ?? []).entries())
      put(after, frameNode(before, i, frame, selected, overrides));
    for (const name of Object.keys(document.nodes)) {
      const [x, y] = overrides.get(name) ?? document.positions[name] ?? [0, 0];
      const counts = ports.get(name) ?? NO_PORTS;
      put(after, layerNode(before.get(name), name, x, y, counts, selected.nodes.has(name)));
    }
    for (const [i, note] of (document.notes ?? []).entries())
      put(after, noteNode(before, i, note, selected, overrides));
    known.current = after;
    return [...after.values()];
  }, [document.nodes, document.positions, document.frames, document.notes, ports, selected, overrides]);
}

function put(into: Map<string, FlowNode>, node: FlowNode): void {
  into.set(node.id, node);
}

function layerNode(
  before: FlowNode | undefined,
  name: string,
  x: number,
  y: number,
  ports: PortCounts,
  selected: boolean,
): LayerFlowNode {
  if (
    before?.type === 'layer' &&
    before.position.x === x &&
    before.position.y === y &&
    before.selected === selected &&
    before.data.ports.inputs === ports.inputs &&
    before.data.ports.outputs === ports.outputs
  )
    return before;
  return {
    id: name,
    type: 'layer',
    position: { x, y },
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
    measured: { width: NODE_WIDTH, height: NODE_HEIGHT },
    handles: handlesOf(ports),
    selected,
    zIndex: selected ? 2 : 1,
    data: { ports },
  };
}

type Box = Frame['box'];

function boxOf(id: string, box: Box, overrides: Overrides): Box {
  const moved = overrides.get(id);
  if (!moved) return box;
  return [moved[0], moved[1], moved[2] ?? box[2], moved[3] ?? box[3]];
}

function placed(id: string, box: Box, selected: Selected) {
  return {
    id,
    position: { x: box[0], y: box[1] },
    width: box[2],
    height: box[3],
    measured: { width: box[2], height: box[3] },
    selected: selected.parts.has(id),
  };
}

function sameBox(node: FlowNode, box: Box): boolean {
  return (
    node.position.x === box[0] &&
    node.position.y === box[1] &&
    node.width === box[2] &&
    node.height === box[3]
  );
}

function frameNode(
  before: ReadonlyMap<string, FlowNode>,
  index: number,
  frame: Frame,
  selected: Selected,
  overrides: Overrides,
): FlowNode {
  const id = `frame:${index}`;
  const old = before.get(id);
  const box = boxOf(id, frame.box, overrides);
  if (
    old?.type === 'frame' &&
    old.data.frame === frame &&
    sameBox(old, box) &&
    old.selected === selected.parts.has(id)
  )
    return old;
  return {
    ...placed(id, box, selected),
    type: 'frame',
    data: { frame },
    zIndex: -1,
    dragHandle: '.frame-drag',
  };
}

function noteNode(
  before: ReadonlyMap<string, FlowNode>,
  index: number,
  note: Note,
  selected: Selected,
  overrides: Overrides,
): FlowNode {
  const id = `note:${index}`;
  const old = before.get(id);
  const box = boxOf(id, note.box, overrides);
  if (
    old?.type === 'note' &&
    old.data.note === note &&
    sameBox(old, box) &&
    old.selected === selected.parts.has(id)
  )
    return old;
  return { ...placed(id, box, selected), type: 'note', data: { note } };
}

/**
 * What React Flow draws of the wires. While layers are dragged only their own wires are led anew.
 *
 * @param document the document
 * @param nodes as {@link useFlowNodes} gave them
 * @param selected the selected wires among them
 * @param isDragging whether something is being dragged
 */
export function useFlowEdges(
  document: NetloomDocument,
  nodes: readonly FlowNode[],
  ports: ReadonlyMap<string, PortCounts>,
  selected: Selected,
  isDragging: boolean,
): FlowEdge[] {
  const known = useRef(new Map<string, FlowEdge>());
  return useMemo(() => {
    const positions = new Map<string, Point>();
    for (const node of nodes)
      if (node.type === 'layer') positions.set(node.id, [node.position.x, node.position.y]);
    const obstacles = new Obstacles([...positions.values()].map(nodeBox));
    const after = new Map<string, FlowEdge>();
    const drawn = new Map<string, DrawnWire>();
    for (const edge of document.edges) {
      const from = positions.get(edge.from);
      const to = positions.get(edge.to);
      if (!from || !to) continue;
      const id = edgeId(edge);
      const outputs = ports.get(edge.from)?.outputs ?? 1;
      const inputs = ports.get(edge.to)?.inputs ?? 1;
      const start: Point = [from[0] + portOffset(edge.fromPort ?? 0, outputs), from[1] + NODE_HEIGHT];
      const end: Point = [to[0] + portOffset(edge.toPort ?? 0, inputs), to[1]];
      const old = known.current.get(id);
      const before = old?.data?.way;
      const way =
        before && isDragging && sameEnds(before, start, end) ? before : routeWire(start, end, obstacles);
      const isSelected = selected.parts.has(id);
      const flowEdge =
        old?.data && old.selected === isSelected && sameWay(old.data.way, way)
          ? old
          : flowEdgeOf(id, edge, way, isSelected);
      after.set(id, flowEdge);
      drawn.set(id, { edge, way });
    }
    known.current = after;
    drawnWires.current = drawn;
    return [...after.values()];
  }, [document.edges, nodes, ports, selected, isDragging]);
}

function flowEdgeOf(id: string, edge: DrawnWire['edge'], way: readonly Point[], selected: boolean): FlowEdge {
  return {
    id,
    type: 'wire',
    source: edge.from,
    sourceHandle: handleId('out', edge.fromPort ?? 0),
    target: edge.to,
    targetHandle: handleId('in', edge.toPort ?? 0),
    data: { edge: wire(edge.from, edge.to, edge.toPort ?? 0, edge.fromPort ?? 0), way },
    selected,
  };
}

function sameEnds(way: readonly Point[], start: Point, end: Point): boolean {
  const first = way[0];
  const last = way[way.length - 1];
  return first?.[0] === start[0] && first[1] === start[1] && last?.[0] === end[0] && last[1] === end[1];
}

function sameWay(a: readonly Point[], b: readonly Point[]): boolean {
  return a === b || (a.length === b.length && a.every((p, i) => p[0] === b[i]?.[0] && p[1] === b[i]?.[1]));
}
