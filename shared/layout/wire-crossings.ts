import type { Point } from '../document/schema.ts';
import { ROW_PITCH } from './geometry.ts';
import { clearWays, type Obstacles } from './wires.ts';

/** What crossing another wire costs, in pixels of detour: as much as going round three branches. */
const CROSSED = 1_500;
/** Where wires pass more rows than this on the average (those of a DenseNet do), leading some round only moves the tangle. */
const TANGLED = 16;
/** After so many comparisons of lines the other wires stay as they are. */
const MOST_COMPARISONS = 400_000;
/** So many wires are led anew at most: in a network of thousands, each has hundreds of layers beside its way. */
const MOST_LED = 300;

/** A horizontal or vertical line of a way. */
interface Line {
  readonly source: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  isDrawn: boolean;
}

/**
 * Leads wires that cross others round them where a way is free, the longest first: `routeWire` looks at layers alone. Time: in proportion to
 * the rows that wires pass, and no more than a fixed number of comparisons for what is led anew.
 *
 * @param ways as `routeWire` gives them, by id
 * @param obstacles all layers
 * @returns the ways; the same array where a wire stayed
 */
export function avoidCrossings(
  ways: ReadonlyMap<string, readonly Point[]>,
  obstacles: Obstacles,
): ReadonlyMap<string, readonly Point[]> {
  const rows = [...ways.values()].reduce((sum, way) => sum + dropOf(way), 0) / ROW_PITCH;
  if (rows > TANGLED * ways.size) return ways;
  const drawn = new DrawnLines();
  const found = new Map(ways);
  const linesOf = new Map<string, readonly Line[]>();
  for (const [id, way] of ways) linesOf.set(id, drawn.add(way));
  // A way of one line has nowhere else to go.
  const bent = [...ways].filter(([, way]) => way.length > 2).sort(([, a], [, b]) => dropOf(b) - dropOf(a));
  let led = 0;
  for (const [id, way] of bent) {
    if (drawn.comparisons > MOST_COMPARISONS || led === MOST_LED) break;
    const [from, to] = [way[0], way[way.length - 1]];
    if (!from || !to || drawn.count(way) === 0) continue;
    led += 1;
    let best = way;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const other of clearWays(from, to, obstacles)) {
      if (other.cost >= bestCost) continue;
      const cost = other.cost + CROSSED * drawn.count(other.way);
      if (cost >= bestCost) continue;
      best = other.way;
      bestCost = cost;
    }
    if (bestCost === Number.POSITIVE_INFINITY) continue;
    for (const line of linesOf.get(id) ?? []) line.isDrawn = false;
    linesOf.set(id, drawn.add(best));
    found.set(id, best);
  }
  return found;
}

/** How far a way leads down. */
function dropOf(way: readonly Point[]): number {
  return Math.abs((way[way.length - 1]?.[1] ?? 0) - (way[0]?.[1] ?? 0));
}

/** All lines of the drawing, by the rows that they pass. */
class DrawnLines {
  /** How many lines were compared so far. */
  comparisons = 0;
  private readonly across = new Map<number, Line[]>();
  private readonly down = new Map<number, Line[]>();

  /** Draws a way; answers its lines, so that they can be taken back. */
  add(way: readonly Point[]): readonly Line[] {
    const lines: Line[] = [];
    for (const { isAcross, ...line } of linesOfWay(way)) {
      const kept = { ...line, isDrawn: true };
      lines.push(kept);
      const [first, last] = isAcross ? [line.at, line.at] : [line.low, line.high];
      const rows = isAcross ? this.across : this.down;
      for (let row = rowOf(first); row <= rowOf(last); row++) {
        const list = rows.get(row);
        if (list) list.push(kept);
        else rows.set(row, [kept]);
      }
    }
    return lines;
  }

  /** How many places there are where a way crosses lines of other layers. */
  count(way: readonly Point[]): number {
    const found = new Set<string>();
    for (const { isAcross, ...line } of linesOfWay(way)) {
      const [first, last] = isAcross ? [line.at, line.at] : [line.low, line.high];
      for (let row = rowOf(first); row <= rowOf(last); row++) {
        const others = (isAcross ? this.down : this.across).get(row) ?? [];
        this.comparisons += others.length;
        for (const other of others)
          if (
            other.at > line.low &&
            other.at < line.high &&
            other.low < line.at &&
            line.at < other.high &&
            other.isDrawn &&
            other.source !== line.source
          )
            found.add(`${line.at} ${other.at} ${other.source}`);
      }
    }
    return found.size;
  }
}

function rowOf(y: number): number {
  return Math.floor(y / ROW_PITCH);
}

function* linesOfWay(
  way: readonly Point[],
): Generator<Omit<Line, 'isDrawn'> & { readonly isAcross: boolean }> {
  const source = `${way[0]?.[0]},${way[0]?.[1]}`;
  for (const [i, b] of way.entries()) {
    const a = way[i - 1];
    if (!a) continue;
    const isAcross = a[1] === b[1];
    const along = isAcross ? 0 : 1;
    const [start, end] = [a[along], b[along]];
    yield { source, at: a[1 - along] ?? 0, low: Math.min(start, end), high: Math.max(start, end), isAcross };
  }
}
