import type { NetloomDocument, Point } from '../../shared/document/schema.ts';
import { edgeId } from './canvas-store.ts';
import type { Overrides, Selected } from './flow-elements.ts';
import type { FlowNode, PointFlowNode } from './flow-types.ts';
import { POINT_REACH, pointId, viaNow } from './wire-points.ts';

/**
 * The points that wires are led through, as React Flow draws them.
 *
 * @param before what was drawn last, by id
 * @param edges the document's wires
 * @param positions where its layers stand
 * @param overrides where things are held while they are dragged
 * @returns objects of what did not change are the same as before
 */
export function pointNodes(
  before: ReadonlyMap<string, FlowNode>,
  edges: NetloomDocument['edges'],
  positions: NetloomDocument['positions'],
  selected: Selected,
  overrides: Overrides,
): readonly PointFlowNode[] {
  const nodes: PointFlowNode[] = [];
  for (const edge of edges) {
    const via = viaNow(edge, positions, overrides);
    if (!via) continue;
    const wire = edgeId(edge);
    for (const [index, point] of via.entries()) {
      const id = pointId(wire, index);
      nodes.push(pointNode(before.get(id), id, wire, point, selected.parts.has(id)));
    }
  }
  return nodes;
}

function pointNode(
  before: FlowNode | undefined,
  id: string,
  wire: string,
  [x, y]: Point,
  selected: boolean,
): PointFlowNode {
  const position = { x: x - POINT_REACH, y: y - POINT_REACH };
  if (
    before?.type === 'point' &&
    before.position.x === position.x &&
    before.position.y === position.y &&
    before.selected === selected
  )
    return before;
  const size = { width: 2 * POINT_REACH, height: 2 * POINT_REACH };
  // In front of layers, so that it can be taken out of one.
  return { id, type: 'point', position, ...size, measured: size, selected, zIndex: 3, data: { wire } };
}

/** The points of each wire as they are drawn, by the wire's id; a wire without any is not in it. */
export function drawnPoints(nodes: readonly FlowNode[]): ReadonlyMap<string, readonly Point[]> {
  const points = new Map<string, Point[]>();
  for (const { type, position, data } of nodes) {
    if (type !== 'point') continue;
    const list = points.get(data.wire) ?? [];
    list.push([position.x + POINT_REACH, position.y + POINT_REACH]);
    points.set(data.wire, list);
  }
  return points;
}
