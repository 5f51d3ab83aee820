import type { Point } from '../document/schema.ts';
import type { Box } from './geometry.ts';

/** Where boxes are lined up: by an edge, or by the middle of their widths (`centre`) or heights (`middle`). */
export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

/** By which share of its own extent each kind of alignment goes, and of which axis. */
const ALIGNMENTS: Readonly<Record<Alignment, { readonly axis: 'x' | 'y'; readonly share: number }>> = {
  left: { axis: 'x', share: 0 },
  centre: { axis: 'x', share: 0.5 },
  right: { axis: 'x', share: 1 },
  top: { axis: 'y', share: 0 },
  middle: { axis: 'y', share: 0.5 },
  bottom: { axis: 'y', share: 1 },
};

type Boxes = Readonly<Record<string, Box>>;
type Corners = Readonly<Record<string, Point>>;

/**
 * Lines boxes up within the rectangle that they fill together.
 *
 * @param boxes by name, in canvas pixels
 * @param alignment which edge or middle becomes common
 * @returns the new top-left corner of each, in whole pixels
 */
export function align(boxes: Boxes, alignment: Alignment): Corners {
  const { axis, share } = ALIGNMENTS[alignment];
  const all = Object.values(boxes);
  const start = Math.min(...all.map(box => box[axis]));
  const end = Math.max(...all.map(box => box[axis] + extent(box, axis)));
  const line = start + share * (end - start);
  return mapCorners(boxes, box => cornerAt(box, axis, line - share * extent(box, axis)));
}

/**
 * Spreads boxes so that the gaps between neighbours are equal; the first and the last stay.
 *
 * @param boxes by name, in canvas pixels
 * @param axis `x` from left to right, `y` from top to bottom
 * @returns the new top-left corner of each, in whole pixels; the gap is negative where there is too little room
 */
export function distribute(boxes: Boxes, axis: 'x' | 'y'): Corners {
  const order = Object.entries(boxes).sort(([, a], [, b]) => a[axis] - b[axis]);
  const first = order[0]?.[1];
  const last = order[order.length - 1]?.[1];
  if (!first || !last) return {};
  const filled = order.reduce((sum, [, box]) => sum + extent(box, axis), 0);
  const gap = (last[axis] + extent(last, axis) - first[axis] - filled) / Math.max(1, order.length - 1);
  const starts: Record<string, number> = {};
  let next = first[axis];
  for (const [name, box] of order) {
    starts[name] = next;
    next += extent(box, axis) + gap;
  }
  return mapCorners(boxes, (box, name) => cornerAt(box, axis, starts[name] ?? box[axis]));
}

function extent(box: Box, axis: 'x' | 'y'): number {
  return axis === 'x' ? box.width : box.height;
}

function cornerAt(box: Box, axis: 'x' | 'y', value: number): Point {
  return axis === 'x' ? [Math.round(value), box.y] : [box.x, Math.round(value)];
}

function mapCorners(boxes: Boxes, corner: (box: Box, name: string) => Point): Corners {
  return Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, corner(box, name)]));
}
