import type { Row } from '../layout/fold.ts';
import { NODE_WIDTH } from '../layout/geometry.ts';

/** The free space beside a node, in pixels. */
const GAP_BESIDE = 50;
/** Room that a wire takes which passes a layer's nodes. */
const LANE_WIDTH = 40;

/** A node, or the lane of a wire, in one row of the drawing. */
interface Place {
  readonly node: string | null;
  readonly width: number;
  /** Where it would like its middle to be: below what feeds it. */
  wanted: number;
  middle: number;
}

/**
 * Places nodes in rows from top to bottom: each one below all that feed it, branches side by side, wires that pass rows in
 * lanes of their own.
 *
 * @param feeds the nodes in topological order with the nodes that feed each
 * @returns the rows from input to output with the left edge of each node, in whole pixels
 */
export function layeredRows(feeds: ReadonlyMap<string, readonly string[]>): readonly Row[] {
  const rowOf = rowNumbers(feeds);
  const rows: Place[][] = Array.from({ length: Math.max(0, ...rowOf.values()) + 1 }, () => []);
  const places = new Map<string, Place>();
  const lanes = new Map<string, Place[]>();
  const lastUse = lastUses(feeds, rowOf);
  for (const [row, placed] of rows.entries()) {
    for (const [node, sources] of feeds) {
      const feeding = rowOf.get(node) ?? 0;
      if (feeding === row) {
        const place = { node, width: NODE_WIDTH, wanted: wantedMiddle(sources, row), middle: 0 };
        places.set(node, place);
        placed.push(place);
      } else if (feeding < row && (lastUse.get(node) ?? 0) > row) {
        const lane = { node: null, width: LANE_WIDTH, wanted: laneAbove(node, row)?.middle ?? 0, middle: 0 };
        lanes.set(node, [...(lanes.get(node) ?? []), lane]);
        placed.push(lane);
      }
    }
    spread(placed);
  }
  return rows.map(leftEdges);

  /** Below the middle of what feeds it; straight below passing wires where they are half of it, as at the end of a shortcut. */
  function wantedMiddle(sources: readonly string[], row: number): number {
    const above = sources.flatMap(source => laneAbove(source, row) ?? []);
    const passing = above.filter(place => place.node === null);
    return mean((passing.length * 2 >= above.length ? passing : above).map(place => place.middle));
  }

  /** Where the wire of a node stands in the row above the given one: at the node itself or in its lane. */
  function laneAbove(node: string, row: number): Place | undefined {
    const passed = row - 1 - (rowOf.get(node) ?? 0);
    return passed === 0 ? places.get(node) : lanes.get(node)?.[passed - 1];
  }
}

/** The row of each node: one below the lowest that feeds it. */
function rowNumbers(feeds: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const rowOf = new Map<string, number>();
  for (const [node, sources] of feeds)
    rowOf.set(node, Math.max(-1, ...sources.map(source => rowOf.get(source) ?? 0)) + 1);
  return rowOf;
}

/** The lowest row that each node feeds. */
function lastUses(
  feeds: ReadonlyMap<string, readonly string[]>,
  rowOf: ReadonlyMap<string, number>,
): Map<string, number> {
  const last = new Map<string, number>();
  for (const [node, sources] of feeds)
    for (const source of sources) last.set(source, Math.max(last.get(source) ?? 0, rowOf.get(node) ?? 0));
  return last;
}

/**
 * Puts a row's places side by side, as near to where they would like to be as their order and widths allow. Passing wires
 * stay straight, and the nodes make room for them.
 */
function spread(placed: Place[]): void {
  placed.sort((a, b) => a.wanted - b.wanted);
  let edge = Number.NEGATIVE_INFINITY;
  for (const place of placed) {
    place.middle = Math.max(place.wanted, edge + GAP_BESIDE + place.width / 2);
    edge = place.middle + place.width / 2;
  }
  const lanes = placed.filter(place => place.node === null);
  const shift = mean((lanes.length > 0 ? lanes : placed).map(place => place.middle - place.wanted));
  for (const place of placed) place.middle -= shift;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function leftEdges(row: readonly Place[]): Row {
  return row.flatMap(({ node, middle, width }) =>
    node === null ? [] : { name: node, x: Math.round(middle - width / 2) },
  );
}
