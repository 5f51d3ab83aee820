import type { Point } from '../document/schema.ts';
import type { Box } from './geometry.ts';

/** How far a wire runs straight out of a port before it turns. */
export const STUB = 26;
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
  private readonly isEven: boolean;

  constructor(boxes: readonly Box[]) {
    this.sorted = [...boxes].sort((a, b) => a.y - b.y);
    this.tallest = boxes.reduce((most, box) => Math.max(most, box.height), 0);
    this.isEven = boxes.every(box => box.height === this.tallest);
  }

  /** The rectangles that reach into the band from `top` to `bottom`, by their top. */
  between(top: number, bottom: number): readonly Box[] {
    const found = this.sorted.slice(this.firstAt(top - this.tallest), this.firstAt(bottom, true));
    return this.isEven ? found : found.filter(box => box.y + box.height >= top);
  }

  /** The first rectangle whose top is at `y` or below it; with `beyond`, below it only. */
  private firstAt(y: number, beyond = false): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const top = this.sorted[middle]?.y ?? 0;
      if (top < y || (beyond && top === y)) low = middle + 1;
      else high = middle;
    }
    return low;
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
  return bestWay(from, to, near, true) ?? bestWay(from, to, near, false) ?? [from, to];
}

/** A way that a wire could take. */
interface Candidate {
  readonly way: readonly Point[];
  /** What it costs besides its length, in pixels of detour. */
  readonly extra: number;
  /** What each row costs in which it passes between two close layers. */
  readonly between: number;
}

/** A way that crosses no layer, with its cost in pixels. */
export interface ClearWay {
  readonly way: readonly Point[];
  readonly cost: number;
}

/**
 * All ways of a wire that are tried and cross no layer, straight ones and those of one step before those through a channel.
 *
 * @param from the output port
 * @param to the input port
 * @param obstacles all layers
 */
export function clearWays(from: Point, to: Point, obstacles: Obstacles): readonly ClearWay[] {
  const near = obstacles.between(...bandOf(from, to));
  const tried = [...steps(from, to), ...throughChannels(from, to, near)];
  return tried
    .filter(({ way }) => crossings(way, near, 1) === 0)
    .map(candidate => ({ way: candidate.way, cost: costOf(candidate, from, to, near) }));
}

/** The cheapest way, one step before a channel; null where each crosses a layer and `isClear` forbids that. */
function bestWay(from: Point, to: Point, near: readonly Box[], isClear: boolean): readonly Point[] | null {
  let best: readonly Point[] | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  const consider = (candidate: Candidate) => {
    const length = lengthOf(candidate.way) + candidate.extra;
    if (length >= bestCost) return;
    const most = isClear ? 1 : Math.ceil((bestCost - length) / CROSSING);
    const crossed = crossings(candidate.way, near, most);
    if (isClear && crossed > 0) return;
    const cost = costOf(candidate, from, to, near) + CROSSING * crossed;
    if (cost >= bestCost) return;
    best = candidate.way;
    bestCost = cost;
  };
  for (const candidate of steps(from, to)) consider(candidate);
  if (isClear && best) return best;
  for (const candidate of throughChannels(from, to, near)) consider(candidate);
  return best;
}

function costOf({ way, extra, between }: Candidate, from: Point, to: Point, near: readonly Box[]): number {
  const aside = between > 0 ? between * rowsBetween(way[2]?.[0] ?? 0, from, to, near) : 0;
  return lengthOf(way) + extra + aside;
}

/** Straight down, or with one step. */
function steps(from: Point, to: Point): readonly Candidate[] {
  const drop = to[1] - from[1];
  if (drop > 0 && Math.abs(to[0] - from[0]) < 1) return [{ way: [from, to], extra: 0, between: 0 }];
  if (drop < 16) return [];
  return [from[1] + drop / 2, from[1] + STUB, to[1] - STUB]
    .filter(y => y > from[1] && y < to[1])
    .map(y => ({ way: [from, [from[0], y], [to[0], y], to], extra: 1, between: 0 }));
}

function* throughChannels(from: Point, to: Point, near: readonly Box[]): Generator<Candidate> {
  for (const [i, x] of channels(from, to, near).entries())
    yield {
      way: throughChannel(from, to, x),
      extra: i === 0 && to[1] < from[1] ? 0 : DETOUR,
      between: BETWEEN,
    };
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
  let before: Box | undefined;
  for (const box of near) {
    // Most layers stand right below another: their sides are known.
    if (box.x === before?.x && box.width === before.width) continue;
    before = box;
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
  const spans = near
    .filter(
      (box, i) =>
        box.x < right &&
        box.x + box.width > left &&
        (box.x !== near[i - 1]?.x || box.width !== near[i - 1]?.width),
    )
    .sort((a, b) => a.x - b.x);
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
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    if (a && b) length += Math.abs(b[0] - a[0]) + Math.abs(b[1] - a[1]);
  }
  return length;
}

/** How many times the way runs through a rectangle, up to `most`; touching the border, as at a port, does not count. */
function crossings(way: readonly Point[], boxes: readonly Box[], most: number): number {
  let count = 0;
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    if (!a || !b) continue;
    const left = Math.min(a[0], b[0]);
    const right = Math.max(a[0], b[0]);
    const top = Math.min(a[1], b[1]);
    const bottom = Math.max(a[1], b[1]);
    for (const { x, y, width, height } of boxes) {
      // They are sorted by their top.
      if (y + 1 >= bottom) break;
      if (left < x + width && right > x && top < y + height - 1) count += 1;
      if (count >= most) return count;
    }
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
