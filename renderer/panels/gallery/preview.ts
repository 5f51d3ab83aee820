import type { NetloomDocument } from '../../../shared/document/schema.ts';
import { foldRows, type Row } from '../../../shared/layout/fold.ts';
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
 * Draws a network's miniature: its rows folded to fill the picture, a box for each node in its category's colour, a line
 * for each wire.
 *
 * @param document the network
 * @param width pixels of the picture
 * @param height pixels of the picture
 */
export function previewOf(document: NetloomDocument, width: number, height: number): Preview {
  const positions = foldRows(rowsOf(document), document.edges, width / height);
  const boxes = Object.entries(document.nodes).flatMap(([name, node]) => {
    const position = positions[name];
    return position ? [{ ...nodeBox(position), name, color: typeColor(node.type) }] : [];
  });
  const frame = bounds(boxes) ?? { x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT };
  const byName = new Map(boxes.map(box => [box.name, box]));
  const lines = document.edges.flatMap(edge => {
    const [from, to] = [byName.get(edge.from), byName.get(edge.to)];
    if (!from || !to) return [];
    const [x1, y1] = [from.x + NODE_WIDTH / 2, from.y + NODE_HEIGHT];
    const [x2, y2] = [to.x + NODE_WIDTH / 2, to.y];
    const path =
      y2 > y1
        ? `M${x1} ${y1}C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2} ${x2} ${y2}`
        : `M${x1} ${y1}v24H${(x1 + x2) / 2}V${y2 - 24}H${x2}v24`;
    return [{ id: `${edge.from}:${edge.fromPort ?? 0}>${edge.to}:${edge.toPort ?? 0}`, path }];
  });
  return {
    viewBox: [frame.x - MARGIN, frame.y - MARGIN, frame.width + 2 * MARGIN, frame.height + 2 * MARGIN].join(
      ' ',
    ),
    lineWidth: Math.max(3, (frame.width + 2 * MARGIN) / width, (frame.height + 2 * MARGIN) / height),
    boxes,
    lines,
  };
}

/** The nodes by the height at which they stand, from top to bottom. */
function rowsOf(document: NetloomDocument): readonly Row[] {
  const rows = new Map<number, { name: string; x: number }[]>();
  for (const name of Object.keys(document.nodes)) {
    const position = document.positions[name];
    if (!position) continue;
    const row = rows.get(position[1]) ?? [];
    rows.set(position[1], row);
    row.push({ name, x: position[0] });
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}
