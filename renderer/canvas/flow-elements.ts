import { useMemo, useRef } from 'react';
import type { Frame, NetloomDocument, Note } from '../../shared/document/schema.ts';
import { type Box, COLLAPSED_HEIGHT, drawnBox } from '../../shared/layout/geometry.ts';
import { pointNodes } from './flow-points.ts';
import type { FlowNode, LayerFlowNode } from './flow-types.ts';
import { handlesOf } from './handles.ts';
import type { PortCounts } from './ports.ts';

/** Where things stand while they are dragged or resized, before the document knows; by node name, `frame:0`, `note:0`, or `pointId`. */
export type Overrides = ReadonlyMap<
  string,
  readonly [number, number] | readonly [number, number, number, number]
>;

/** What is selected: layers, and wires, frames and notes by their ids. */
export interface Selected {
  readonly nodes: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
}

const NO_PORTS: PortCounts = { inputs: 1, outputs: 1, wired: '0' };

/**
 * What React Flow draws of the document's layers, frames, notes and points of wires. Objects of what did not change are the same as
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
    for (const [name, node] of Object.entries(document.nodes)) {
      const [x, y] = overrides.get(name) ?? document.positions[name] ?? [0, 0];
      const box = drawnBox([x, y], node.collapsed);
      const counts = ports.get(name) ?? NO_PORTS;
      put(after, layerNode(before.get(name), name, box, counts, selected.nodes.has(name)));
    }
    for (const [i, note] of (document.notes ?? []).entries())
      put(after, noteNode(before, i, note, selected, overrides));
    const points = pointNodes(before, document.edges, document.positions, selected, overrides);
    for (const node of points) put(after, node);
    known.current = after;
    return [...after.values()];
  }, [
    document.nodes,
    document.edges,
    document.positions,
    document.frames,
    document.notes,
    ports,
    selected,
    overrides,
  ]);
}

function put(into: Map<string, FlowNode>, node: FlowNode): void {
  into.set(node.id, node);
}

function layerNode(
  before: FlowNode | undefined,
  name: string,
  { x, y, width, height }: Box,
  ports: PortCounts,
  selected: boolean,
): LayerFlowNode {
  if (
    before?.type === 'layer' &&
    before.position.x === x &&
    before.position.y === y &&
    before.height === height &&
    before.selected === selected &&
    before.data.ports.inputs === ports.inputs &&
    before.data.ports.outputs === ports.outputs &&
    before.data.ports.wired === ports.wired
  )
    return before;
  return {
    id: name,
    type: 'layer',
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: handlesOf(ports, height),
    selected,
    zIndex: selected ? 2 : 1,
    data: { ports, isCollapsed: height === COLLAPSED_HEIGHT },
  };
}

/** A frame takes the pointer with its title alone. */
const BORDER_ONLY = { pointerEvents: 'none' } as const;

type Rectangle = Frame['box'];

function boxOf(id: string, box: Rectangle, overrides: Overrides): Rectangle {
  const moved = overrides.get(id);
  if (!moved) return box;
  return [moved[0], moved[1], moved[2] ?? box[2], moved[3] ?? box[3]];
}

function placed(id: string, box: Rectangle, selected: Selected) {
  return {
    id,
    position: { x: box[0], y: box[1] },
    width: box[2],
    height: box[3],
    measured: { width: box[2], height: box[3] },
    selected: selected.parts.has(id),
  };
}

function sameBox(node: FlowNode, box: Rectangle): boolean {
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
    // In front of the wires, so that these do not take the pointer from its title; its ground lies behind them.
    zIndex: 0,
    style: BORDER_ONLY,
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
