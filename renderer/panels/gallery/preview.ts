import type { NetloomDocument } from '../../../shared/document/schema.ts';
import { type Box, bounds, NODE_HEIGHT, NODE_WIDTH, nodeBox } from '../../../shared/layout/geometry.ts';
import { typeColor } from '../category.ts';

/** A network in miniature, in canvas pixels. */
export interface Preview {
  readonly viewBox: string;
  /** Canvas pixels per line width, so that lines stay visible when the drawing shrinks. */
  readonly lineWidth: number;
  readonly boxes: readonly (Box & { readonly name: string; readonly color: string })[];
  readonly lines: readonly { readonly id: string; readonly path: string }[];
}

const MARGIN = 40;

/**
 * Draws a network's miniature from its positions: a box for each node in its category's colour, a line for each wire.
 *
 * @param document the network
 * @param width pixels of the drawing, for the lines' width
 */
export function previewOf(document: NetloomDocument, width: number): Preview {
  const boxes = Object.entries(document.nodes).flatMap(([name, node]) => {
    const position = document.positions[name];
    return position ? [{ ...nodeBox(position), name, color: typeColor(node.type) }] : [];
  });
  const frame = bounds(boxes) ?? { x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT };
  const byName = new Map(boxes.map(box => [box.name, box]));
  const lines = document.edges.flatMap(edge => {
    const [from, to] = [byName.get(edge.from), byName.get(edge.to)];
    if (!from || !to) return [];
    const [x1, y1] = [from.x + NODE_WIDTH / 2, from.y + NODE_HEIGHT];
    const [x2, y2] = [to.x + NODE_WIDTH / 2, to.y];
    const bend = Math.max(40, Math.abs(y2 - y1) / 2);
    const path = `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
    return [{ id: `${edge.from}:${edge.fromPort ?? 0}>${edge.to}:${edge.toPort ?? 0}`, path }];
  });
  return {
    viewBox: [frame.x - MARGIN, frame.y - MARGIN, frame.width + 2 * MARGIN, frame.height + 2 * MARGIN].join(
      ' ',
    ),
    lineWidth: Math.max(3, (frame.width + 2 * MARGIN) / width),
    boxes,
    lines,
  };
}
