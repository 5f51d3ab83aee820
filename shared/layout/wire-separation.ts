import type { Point } from '../document/schema.ts';
import type { Obstacles } from './wires.ts';

/** The distance of wires side by side where there is room for it. */
const PITCH = 8;
/** How far a wire may be moved from its way. */
const MOST = 14;
/** How far it keeps from layers then. */
const KEEP = 6;
/** Wires nearer than this run on one line. */
const SAME_LINE = 3;
/** More wires on one line are put in the order of their beginnings, without looking at each pair. */
const MANY = 120;

/** A horizontal or vertical part of a way between two bends. */
interface Part {
  readonly id: string;
  /** It runs from corner `i` to `i + 1`. */
  readonly i: number;
  readonly source: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  /** Whither the wire turns at the two ends: -1 up or left, 1 down or right. */
  readonly turns: readonly [low: number, high: number];
}

/** All parts of the wires of one layer on one line: they stay together. */
interface Strand {
  readonly parts: Part[];
  low: number;
  high: number;
}

/**
 * Puts wires of different layers that run on one line side by side, in an order in which they cross least; those of one layer stay
 * together. Nothing moves into a layer. Time: n log n in the wires, and the square of those that share a line.
 *
 * @param ways as `routeWire` gives them, by id
 * @param obstacles all layers
 * @returns the ways; the same array where a wire stayed
 */
export function separateWires(
  ways: ReadonlyMap<string, readonly Point[]>,
  obstacles: Obstacles,
): ReadonlyMap<string, readonly Point[]> {
  const moved = new Map<string, [number, number][]>();
  for (const axis of [0, 1] as const) {
    const parts: Part[] = [];
    for (const [id, way] of ways) collectParts(id, way, axis, parts);
    parts.sort((a, b) => a.at - b.at || a.low - b.low);
    for (const line of split(parts, (part, before) => part.at - before.at > SAME_LINE)) {
      if (line.length < 2) continue;
      const sorted = line.sort((a, b) => a.low - b.low);
      let reached = Number.NEGATIVE_INFINITY;
      const bundles = split(sorted, part => {
        const isApart = part.low >= reached;
        reached = Math.max(reached, part.high);
        return isApart;
      });
      for (const bundle of bundles) spread(bundle, axis, ways, obstacles, moved);
    }
  }
  return new Map([...ways].map(([id, way]) => [id, moved.get(id) ?? way]));
}

/** The parts of a way that lie on one coordinate (0: vertical ones, by x; 1: horizontal ones, by y), without those at the ports. */
function collectParts(id: string, way: readonly Point[], axis: 0 | 1, parts: Part[]): void {
  const source = `${way[0]?.[0]},${way[0]?.[1]}`;
  for (let i = 1; i < way.length - 2; i++) {
    const [before, a, b, after] = [way[i - 1], way[i], way[i + 1], way[i + 2]];
    if (!before || !a || !b || !after || a[axis] !== b[axis]) continue;
    const [start, end] = [a[1 - axis] ?? 0, b[1 - axis] ?? 0];
    if (start === end) continue;
    const turns = [Math.sign(before[axis] - a[axis]), Math.sign(after[axis] - b[axis])] as const;
    const [low, high] = start < end ? [start, end] : [end, start];
    parts.push({ id, i, source, at: a[axis], low, high, turns: start < end ? turns : [turns[1], turns[0]] });
  }
}

/** Cuts a list before each item of which `isFirst` says so. */
function split<T>(items: readonly T[], isFirst: (item: T, before: T) => boolean): T[][] {
  const groups: T[][] = [];
  let before: T | undefined;
  for (const item of items) {
    const isNew = isFirst(item, before ?? item);
    if (before === undefined || isNew) groups.push([item]);
    else groups[groups.length - 1]?.push(item);
    before = item;
  }
  return groups;
}

function spread(
  bundle: readonly Part[],
  axis: 0 | 1,
  ways: ReadonlyMap<string, readonly Point[]>,
  obstacles: Obstacles,
  moved: Map<string, [number, number][]>,
): void {
  const strands = inOrder(strandsOf(bundle));
  if (strands.length < 2) return;
  const tracks = tracksOf(strands);
  const last = tracks.reduce((most, track) => Math.max(most, track), 0);
  if (last === 0) return;
  const room = Math.min(...bundle.map(part => roomAround(part, axis, ways.get(part.id) ?? [], obstacles)));
  const pitch = Math.min(PITCH, (2 * room) / last);
  const middle = bundle.reduce((sum, part) => sum + part.at, 0) / bundle.length;
  for (const [s, { parts }] of strands.entries())
    for (const { id, i } of parts) {
      const way = moved.get(id) ?? (ways.get(id) ?? []).map(([x, y]): [number, number] => [x, y]);
      moved.set(id, way);
      const at = Math.round((middle + ((tracks[s] ?? 0) - last / 2) * pitch) * 10) / 10;
      for (const corner of [way[i], way[i + 1]]) if (corner) corner[axis] = at;
    }
}

function strandsOf(bundle: readonly Part[]): readonly Strand[] {
  const bySource = new Map<string, Strand>();
  for (const part of bundle) {
    const strand = bySource.get(part.source);
    if (!strand) bySource.set(part.source, { parts: [part], low: part.low, high: part.high });
    else {
      strand.parts.push(part);
      strand.low = Math.min(strand.low, part.low);
      strand.high = Math.max(strand.high, part.high);
    }
  }
  return [...bySource.values()];
}

/** From the upper or left one to the lower or right one: each where it crosses the others least. */
function inOrder(strands: readonly Strand[]): readonly Strand[] {
  if (strands.length > MANY) return strands;
  const score = new Map(strands.map(strand => [strand, 0]));
  for (const [i, a] of strands.entries())
    for (const b of strands.slice(i + 1)) {
      const pull = Math.sign(pullOf(a, b) - pullOf(b, a));
      score.set(a, (score.get(a) ?? 0) + pull);
      score.set(b, (score.get(b) ?? 0) - pull);
    }
  return [...strands].sort((a, b) => (score.get(a) ?? 0) - (score.get(b) ?? 0));
}

/** How often the first turns downward or to the right, less how often the other way, where the second passes. */
function pullOf(a: Strand, b: Strand): number {
  let pull = 0;
  for (const { low, high, turns } of a.parts) {
    if (low > b.low && low < b.high) pull += turns[0];
    if (high > b.low && high < b.high) pull += turns[1];
  }
  return pull;
}

/** Strands that do not meet share a track; else each has its own, in their order. */
function tracksOf(strands: readonly Strand[]): readonly number[] {
  const tracks: number[] = [];
  for (const [i, { low, high }] of strands.entries()) {
    let track = 0;
    for (let j = 0; j < i; j++) {
      const other = strands[j];
      if (other && other.low < high && low < other.high) track = Math.max(track, (tracks[j] ?? 0) + 1);
    }
    tracks.push(track);
  }
  return tracks;
}

/** How far a part can move to either side. */
function roomAround(
  { at, low, high, i }: Part,
  axis: 0 | 1,
  way: readonly Point[],
  obstacles: Obstacles,
): number {
  let room = MOST;
  if (axis === 1) {
    if (i === 1) room = Math.min(room, Math.abs(at - (way[0]?.[1] ?? at)) - KEEP);
    if (i === way.length - 3) room = Math.min(room, Math.abs((way[way.length - 1]?.[1] ?? at) - at) - KEEP);
    return Math.max(0, room);
  }
  for (const { x, width } of obstacles.between(low, high)) {
    if (x >= at) room = Math.min(room, x - at - KEEP);
    else if (x + width <= at) room = Math.min(room, at - x - width - KEEP);
  }
  return Math.max(0, room);
}
