import type { Point } from '../document/schema.ts';

/** The width of a layer on the canvas, in canvas pixels. */
export const NODE_WIDTH = 196;
/** The height of a layer on the canvas. */
export const NODE_HEIGHT = 70;
/** The height of a collapsed layer: its title line. */
export const COLLAPSED_HEIGHT = 30;
/** From the top of one row to the top of the next. */
export const ROW_PITCH = 124;
/** The free channel between two columns, wide enough for wires that run back. */
export const COLUMN_GAP = 76;

/** A rectangle on the canvas: top-left corner and extents. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle of a layer whose top-left corner stands at `position`. */
export function nodeBox([x, y]: Point): Box {
  return { x, y, width: NODE_WIDTH, height: NODE_HEIGHT };
}

/** The rectangle of a layer that may be collapsed. */
export function drawnBox(position: Point, isCollapsed = false): Box {
  const box = nodeBox(position);
  return isCollapsed ? { ...box, height: COLLAPSED_HEIGHT } : box;
}

/**
 * Where a port sits on the upper or lower edge of a layer: evenly spread.
 *
 * @param index the port, from 0
 * @param count how many ports the edge has
 * @returns pixels from the left
 */
export function portOffset(index: number, count: number): number {
  return (NODE_WIDTH * (index + 1)) / (count + 1);
}

/** Tells whether two rectangles share an area; `margin` widens the first. */
export function overlaps(a: Box, b: Box, margin = 0): boolean {
  return (
    a.x - margin < b.x + b.width &&
    b.x < a.x + a.width + margin &&
    a.y - margin < b.y + b.height &&
    b.y < a.y + a.height + margin
  );
}

/** The smallest rectangle around all; null for none. */
export function bounds(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
