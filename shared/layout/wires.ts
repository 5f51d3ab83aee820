import type { Point } from '../document/schema.ts';
import type { Box } from './geometry.ts';

/** How far a wire runs straight out of a port before it turns. */
const STUB = 26;
/** How far a wire keeps from the layers it passes. */
const CLEARANCE = 22;
/** The largest radius of a bend. */
const BEND = 26;
/** How many side channels are tried, the nearest first. */
const MAX_CHANNELS = 14;
/** How much longer a way back up through the widest gap may be than one close by, in pixels. */
const DETOUR = 40;
/** What passing between two close layers of one row costs, in pixels of detour: one is often wired to the other. */
const BETWEEN = 30;
/** How far from the wire such layers are at most. */
const CLOSE = 60;
/** What crossing a layer costs, in pixels of detour. */
const CROSSING = 20_000;

/** Rectangles sorted by their top, so that those near a wire are found without looking at all. */
export class Obstacles {
  private readonly sorted: readonly Box[];
  private readonly tallest: number;

  constructor(boxes: readonly Box[]) {
    this.sorted = [...boxes].sort((a, b) => a.y - b.y);
    this.tallest = boxes.reduce((most, box) => Math.max(most, box.height), 0);
  }

  /** The rectangles that reach into the band from `top` to `bottom`. */
  between(top: number, bottom: number): readonly Box[] {
    let low = 0;
    let high = this.sorted.length;
    const first = top - this.tallest;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle]?.y ?? 0) < first) low = middle + 1;
      else high = middle;
    }
    const found: Box[] = [];
    for (let i = low; i < this.sorted.length; i++) {
      const box = this.sorted[i];
      if (!box || box.y > bottom) break;
      if (box.y + box.height >= top) found.push(box);
    }
    return found;
  }
}

/**
 * Leads a wire from an output port (at the lower edge of a layer) to an input port (at the upper edge of another) along
 * horizontal and vertical lines, around the layers: straight down, with one step, or through a channel beside them.
 *
 * @param from the output port
 * @param to the input port
 * @param obstacles all layers, source and target among them
 * @returns the corners of the way, both ends included
 */
export function routeWire(from: Point, to: Point, obstacles: Obstacles): readonly Point[] {
  const near = obstacles.between(...bandOf(from, to));
  let best: readonly Point[] = [from, to];
  let bestCost = Number.POSITIVE_INFINITY;
  const consider = (way: readonly Point[], extra = 0) => {
    if (lengthOf(way) + extra >= bestCost) return;
    const cost = lengthOf(way) + extra + CROSSING * crossings(way, near);
    if (cost >= bestCost) return;
    best = way;
    bestCost = cost;
  };
  const drop = to[1] - from[1];
  if (drop > 0 && Math.abs(to[0] - from[0]) < 1) consider([from, to]);
  else if (drop >= 16)
    for (const y of [from[1] + drop / 2, from[1] + STUB, to[1] - STUB])
      if (y > from[1] && y < to[1]) consider([from, [from[0], y], [to[0], y], to], 1);
  if (bestCost >= CROSSING)
    for (const [i, x] of channels(from, to, near).entries())
      consider(
        throughChannel(from, to, x),
        (i === 0 && drop < 0 ? 0 : DETOUR) + BETWEEN * rowsBetween(x, from, to, near),
      );
  return best;
}

/**
 * The rows whose layers can have a say in a wire's way.
 *
 * @returns the upper and the lower y
 */
export function bandOf(from: Point, to: Point): readonly [number, number] {
  return [Math.min(from[1], to[1] - STUB), Math.max(to[1], from[1] + STUB)];
}

function throughChannel(from: Point, to: Point, x: number): readonly Point[] {
  return [from, [from[0], from[1] + STUB], [x, from[1] + STUB], [x, to[1] - STUB], [to[0], to[1] - STUB], to];
}

/** The x of free channels: the middle of the widest gap between source and target, and both sides of each layer nearby. */
function channels(from: Point, to: Point, near: readonly Box[]): readonly number[] {
  const [left, right] = from[0] < to[0] ? [from[0], to[0]] : [to[0], from[0]];
  const found = new Set<number>();
  for (const box of near) {
    found.add(Math.round(box.x - CLEARANCE));
    found.add(Math.round(box.x + box.width + CLEARANCE));
  }
  const detour = (x: number) => Math.abs(x - from[0]) + Math.abs(x - to[0]);
  const nearest = [...found].sort((a, b) => detour(a) - detour(b)).slice(0, MAX_CHANNELS);
  return [widestGap(left, right, near), ...nearest];
}

/** In how many rows layers stand close on both sides of a channel. */
function rowsBetween(x: number, from: Point, to: Point, near: readonly Box[]): number {
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  let rows = 0;
  let [y, isLeft, isRight] = [Number.NEGATIVE_INFINITY, false, false];
  for (const box of near) {
    if (box.y < top - STUB || box.y + box.height > bottom + STUB) continue;
    if (box.y !== y) [y, isLeft, isRight] = [box.y, false, false];
    if (isLeft && isRight) continue;
    const end = box.x + box.width;
    if (end <= x && x - end < CLOSE) isLeft = true;
    else if (box.x >= x && box.x - x < CLOSE) isRight = true;
    if (isLeft && isRight) rows += 1;
  }
  return rows;
}

/** The middle of the widest stretch from left to right above and below which no layer stands. */
function widestGap(left: number, right: number, near: readonly Box[]): number {
  const spans = near.filter(box => box.x < right && box.x + box.width > left).sort((a, b) => a.x - b.x);
  let middle = Math.round((left + right) / 2);
  let widest = 0;
  let reached = left;
  for (const { x, width } of [...spans, { x: right, width: 0 }]) {
    if (x - reached > widest) {
      widest = x - reached;
      middle = Math.round((x + reached) / 2);
    }
    reached = Math.max(reached, x + width);
  }
  return middle;
}

function lengthOf(way: readonly Point[]): number {
  let length = 0;
  for (const [i, point] of way.entries()) {
    const before = way[i - 1];
    if (before) length += Math.abs(point[0] - before[0]) + Math.abs(point[1] - before[1]);
  }
  return length;
}

/** How many times the way runs through a rectangle; touching the border, as at a port, does not count. */
function crossings(way: readonly Point[], boxes: readonly Box[]): number {
  let count = 0;
  for (const [i, b] of way.entries()) {
    const a = way[i - 1];
    if (!a) continue;
    const left = Math.min(a[0], b[0]);
    const right = Math.max(a[0], b[0]);
    const top = Math.min(a[1], b[1]);
    const bottom = Math.max(a[1], b[1]);
    for (const box of boxes)
      if (left < box.x + box.width && right > box.x && top < box.y + box.height - 1 && bottom > box.y + 1)
        count += 1;
  }
  return count;
}

/**
 * Writes a way as an SVG path with rounded bends.
 *
 * @param way corners as {@link routeWire} gives them
 */
export function wirePath(way: readonly Point[]): string {
  const parts: string[] = [];
  for (const [i, point] of way.entries()) {
    const before = way[i - 1];
    const after = way[i + 1];
    if (!before) parts.push(`M${point[0]},${point[1]}`);
    else if (!after) parts.push(`L${point[0]},${point[1]}`);
    else {
      const into = distance(before, point) / (i === 1 ? 1 : 2);
      const out = distance(point, after) / (i === way.length - 2 ? 1 : 2);
      const radius = Math.min(BEND, into, out);
      const start = toward(point, before, radius);
      const end = toward(point, after, radius);
      parts.push(`L${start[0]},${start[1]}`, `Q${point[0]},${point[1]} ${end[0]},${end[1]}`);
    }
  }
  return parts.join(' ');
}

/** The middle of the longest line of a way: where its label goes. */
export function wireMiddle(way: readonly Point[]): Point {
  let best: Point = way[0] ?? [0, 0];
  let longest = -1;
  for (const [i, b] of way.entries()) {
    const a = way[i - 1];
    if (!a || distance(a, b) <= longest) continue;
    longest = distance(a, b);
    best = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }
  return best;
}

/** How far a point is from a way, in pixels. */
export function distanceToWay([x, y]: Point, way: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const [i, b] of way.entries()) {
    const a = way[i - 1];
    if (!a) continue;
    const nearX = Math.min(Math.max(x, Math.min(a[0], b[0])), Math.max(a[0], b[0]));
    const nearY = Math.min(Math.max(y, Math.min(a[1], b[1])), Math.max(a[1], b[1]));
    least = Math.min(least, Math.hypot(x - nearX, y - nearY));
  }
  return least;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
}

function toward(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : length / whole;
  return [round(from[0] + (to[0] - from[0]) * share), round(from[1] + (to[1] - from[1]) * share)];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
