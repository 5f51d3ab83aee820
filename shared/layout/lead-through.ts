import type { Point } from '../document/schema.ts';
import { type Obstacles, routeWire, STUB } from './wires.ts';

/** The line on which a wire comes into a point or goes out of it: upright or level. */
type Axis = 'upright' | 'level';

/** A point that a wire passes, a port among them. */
interface Stop {
  readonly at: Point;
  readonly axis: Axis;
}

/** Half the width of a turn, where a wire has to go back from a point whence it came. */
const TURN = 16;

/** From this drop on a wire is led between two points as between two ports. */
const LEAST_DROP = 16;

/**
 * Leads a wire through points: straight through each where the way goes on, upright or level by which is longer; in a narrow turn
 * where it would have to turn back on both. From port to point and from point to point it is led around the layers as far as it goes down.
 *
 * @param from the output port
 * @param via the points in their order; at least one
 * @param to the input port
 * @param obstacles all layers
 * @returns the corners of the way, both ends and all points included
 */
export function routeThrough(
  from: Point,
  via: readonly Point[],
  to: Point,
  obstacles: Obstacles,
): readonly Point[] {
  // A wire runs straight out of its ports. Where it then has to go up, it does so aside; between close layers the ways out and in share the room.
  const first = via[0] ?? to;
  const last = via[via.length - 1] ?? from;
  const gap = to[1] - from[1];
  const stub = gap > 0 ? Math.min(STUB, Math.round(gap / 3)) : STUB;
  const [isUpFirst, isUpLast] = [first[1] <= from[1], last[1] >= to[1]];
  const out: Wish[] = isUpFirst || (isUpLast && gap > 0) ? [aside([from[0], from[1] + stub])] : [];
  const into: Wish[] = isUpLast || (isUpFirst && gap > 0) ? [aside([to[0], to[1] - stub])] : [];
  const points: Wish[] = [{ at: from }, ...out, ...via.map(at => ({ at })), ...into, { at: to }];
  const way = join(stopsOf(points, 1), obstacles);
  if (!crossesItself(way)) return way;
  const other = join(stopsOf(points, -1), obstacles);
  return crossesItself(other) ? way : other;
}

function join(stops: readonly Stop[], obstacles: Obstacles): readonly Point[] {
  const way = stops.slice(0, 1).map(({ at }) => at);
  for (const [i, stop] of stops.entries()) {
    const before = stops[i - 1];
    if (before) way.push(...leg(before, stop, obstacles).slice(1));
  }
  return withoutRepeats(way);
}

function crossesItself(way: readonly Point[]): boolean {
  const lines = way.slice(1).map((end, i): Line => [way[i] ?? end, end]);
  return lines.some((line, i) => lines.slice(i + 2).some(other => cross(line, other) || cross(other, line)));
}

type Line = readonly [Point, Point];

/** Whether a level line crosses an upright one. */
function cross([a, b]: Line, [c, d]: Line): boolean {
  return a[1] === b[1] && c[0] === d[0] && isWithin(c[0], a[0], b[0]) && isWithin(a[1], c[1], d[1]);
}

function isWithin(value: number, one: number, two: number): boolean {
  return value > Math.min(one, two) && value < Math.max(one, two);
}

/** A point to pass, on a line of its own choice where it has none. */
interface Wish {
  readonly at: Point;
  readonly axis?: Axis;
}

const aside = (at: Point): Wish => ({ at, axis: 'level' });

/** @param turn 1: where it turns back it comes in on the side whence it comes; -1: on the other side */
function stopsOf(points: readonly Wish[], turn: 1 | -1): readonly Stop[] {
  return points.flatMap(({ at, axis }, i): readonly Stop[] => {
    const [before, after] = [points[i - 1]?.at, points[i + 1]?.at];
    if (axis) return [{ at, axis }];
    if (!before || !after) return [{ at, axis: 'upright' }];
    const goesOn = (axis: 0 | 1) => (at[axis] - before[axis]) * (after[axis] - at[axis]) >= 0;
    const [isLevel, isUpright] = [goesOn(0), goesOn(1)];
    if (!isLevel && !isUpright) {
      const side = turn * (Math.sign(after[0] - before[0]) || Math.sign(at[0] - before[0]));
      return [
        { at: [at[0] - side * TURN, at[1]], axis: 'upright' },
        { at, axis: 'level' },
        { at: [at[0] + side * TURN, at[1]], axis: 'upright' },
      ];
    }
    const isLonger = Math.abs(after[1] - before[1]) >= Math.abs(after[0] - before[0]);
    return [{ at, axis: isUpright && (isLonger || !isLevel) ? 'upright' : 'level' }];
  });
}

function leg(a: Stop, b: Stop, obstacles: Obstacles): readonly Point[] {
  const [[ax, ay], [bx, by]] = [a.at, b.at];
  if (a.axis === 'upright' && b.axis === 'level') return [a.at, [ax, by], b.at];
  if (a.axis === 'level' && b.axis === 'upright') return [a.at, [bx, ay], b.at];
  if (a.axis === 'level') {
    const middle = Math.round((ax + bx) / 2);
    return [a.at, [middle, ay], [middle, by], b.at];
  }
  if (by - ay >= LEAST_DROP) return routeWire(a.at, b.at, obstacles);
  const middle = Math.round((ay + by) / 2);
  return [a.at, [ax, middle], [bx, middle], b.at];
}

function withoutRepeats(way: readonly Point[]): readonly Point[] {
  return way.filter(([x, y], i) => {
    const before = way[i - 1];
    return !before || before[0] !== x || before[1] !== y;
  });
}

/** A place on a wire. */
export interface PlaceOnWay {
  /** On the way itself. */
  readonly point: Point;
  /** How many of the wire's points come before it. */
  readonly index: number;
}

/**
 * The place of a drawn wire that is nearest to a point.
 *
 * @param point canvas pixels
 * @param way the corners of the wire's way
 * @param via the points among them that the wire is led through
 */
export function placeOnWay([x, y]: Point, way: readonly Point[], via: readonly Point[] = []): PlaceOnWay {
  let found: PlaceOnWay = { point: way[0] ?? [x, y], index: 0 };
  let least = Number.POSITIVE_INFINITY;
  let passed = 0;
  for (const [i, b] of way.entries()) {
    const a = way[i - 1];
    if (!a) continue;
    const next = via[passed];
    if (next && next[0] === a[0] && next[1] === a[1]) passed += 1;
    const near: Point = [between(x, a[0], b[0]), between(y, a[1], b[1])];
    const far = Math.hypot(x - near[0], y - near[1]);
    if (far >= least) continue;
    least = far;
    found = { point: near, index: passed };
  }
  return found;
}

function between(value: number, one: number, two: number): number {
  return Math.min(Math.max(value, Math.min(one, two)), Math.max(one, two));
}
