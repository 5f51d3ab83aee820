import type { Point } from '../document/schema.ts';
import { COLUMN_GAP, NODE_WIDTH, ROW_PITCH } from './geometry.ts';

/** One row of a layered layout: names with the x of their left edges. */
export type Row = readonly { readonly name: string; readonly x: number }[];

/** From where to where a row reaches. */
export interface RowSpan {
  readonly left: number;
  readonly right: number;
}

/** What each further wire of a source counts at a cut. */
const SPREAD = 0.5;
/** So many wires of a source are counted. */
const MOST_SPREAD = 4;
/** By how much of itself a drawing may grow to save one wire from being cut. */
const CUT_COST = 0.12;
/** More columns are not tried. */
const MOST_COLUMNS = 160;

/**
 * Folds a tall layered layout into columns side by side, so that it fills a canvas of a given aspect: like a serpentine
 * for a chain. It is cut where few wires cross.
 *
 * @param rows from input to output
 * @param edges the wires
 * @param aspect width by height of the canvas
 * @param spans how far each row reaches; as far as its nodes where not given
 * @returns the top-left corner of each node
 */
export function foldRows(
  rows: readonly Row[],
  edges: readonly { readonly from: string; readonly to: string }[],
  aspect: number,
  spans: readonly RowSpan[] = rows.map(spanOf),
): Readonly<Record<string, Point>> {
  const crossing = crossingWires(rows, edges);
  let best: readonly number[] = [];
  let bestCost = Number.POSITIVE_INFINITY;
  for (
    let columns = 1;
    columns <= Math.max(1, Math.min(MOST_COLUMNS, Math.ceil(rows.length / 3)));
    columns++
  ) {
    for (const choose of [chooseCuts, fillColumns]) {
      const cuts = choose(rows.length, columns, crossing);
      const { width, height } = extents(spans, cuts);
      const wires = cuts.reduce((sum, cut) => sum + Math.max(0, (crossing[cut] ?? 0) - 1), 0);
      const cost = Math.max(width / aspect, height) * (1 + CUT_COST * wires);
      if (cost < bestCost - 1) {
        bestCost = cost;
        best = cuts;
      }
    }
  }
  return place(rows, spans, best);
}

/**
 * For each row, how many wires a cut before the row would cross. Wires of one source run together and count little more than one.
 */
function crossingWires(
  rows: readonly Row[],
  edges: readonly { readonly from: string; readonly to: string }[],
): readonly number[] {
  const rank = new Map<string, number>();
  for (const [r, row] of rows.entries()) for (const node of row) rank.set(node.name, r);
  const change = new Array<number>(rows.length + 1).fill(0);
  const add = (at: number, by: number) => {
    change[at] = (change[at] ?? 0) + by;
  };
  const targets = new Map<string, number[]>();
  for (const { from, to } of edges) {
    const a = rank.get(from);
    const b = rank.get(to);
    if (a === undefined || b === undefined || b <= a) continue;
    const list = targets.get(from) ?? [];
    targets.set(from, list);
    list.push(b);
  }
  for (const [from, list] of targets) {
    const start = (rank.get(from) ?? 0) + 1;
    for (const [i, end] of list
      .sort((a, b) => b - a)
      .slice(0, MOST_SPREAD)
      .entries()) {
      add(start, i === 0 ? 1 : SPREAD);
      add(end + 1, i === 0 ? -1 : -SPREAD);
    }
  }
  let sum = 0;
  return change.map(by => {
    sum += by;
    return sum;
  });
}

/**
 * Columns no longer than an even share, each cut where fewest wires cross, as far down as that goes: for networks that can be cut only at
 * a few places.
 */
function fillColumns(count: number, columns: number, crossing: readonly number[]): readonly number[] {
  const most = Math.ceil(count / columns);
  const cuts: number[] = [];
  for (let start = 0; count - start > most; start = cuts[cuts.length - 1] ?? count) {
    let best = start + most;
    for (let at = best - 1; at > start + most / 8; at--)
      if ((crossing[at] ?? 0) < (crossing[best] ?? 0)) best = at;
    cuts.push(best);
  }
  return cuts;
}

/** Columns of even length, each cut nearby where fewest wires cross: the rows at which the second and further ones begin. */
function chooseCuts(count: number, columns: number, crossing: readonly number[]): readonly number[] {
  const size = count / columns;
  const slack = Math.floor(size / 3);
  const cuts: number[] = [];
  for (let k = 1; k < columns; k++) {
    const wished = Math.round(k * size);
    let best = wished;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let at = Math.max(1, wished - slack); at <= Math.min(count - 1, wished + slack); at++) {
      const cost = (crossing[at] ?? 0) * (slack + 1) + Math.abs(at - wished);
      if (cost >= bestCost) continue;
      bestCost = cost;
      best = at;
    }
    if (best > (cuts[cuts.length - 1] ?? 0)) cuts.push(best);
  }
  return cuts;
}

function spanOf(row: Row): RowSpan {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const { x } of row) {
    left = Math.min(left, x);
    right = Math.max(right, x + NODE_WIDTH);
  }
  return { left, right };
}

/** For each column its first row, the row after its last, and from where to where it reaches. */
function columnsOf(spans: readonly RowSpan[], cuts: readonly number[]) {
  const starts = [0, ...cuts];
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? spans.length;
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    for (let r = start; r < end; r++) {
      left = Math.min(left, spans[r]?.left ?? left);
      right = Math.max(right, spans[r]?.right ?? right);
    }
    return Number.isFinite(left)
      ? { start, end, left, width: right - left }
      : { start, end, left: 0, width: NODE_WIDTH };
  });
}

function extents(spans: readonly RowSpan[], cuts: readonly number[]): { width: number; height: number } {
  let width = 0;
  let tallest = 0;
  for (const column of columnsOf(spans, cuts)) {
    width += column.width + COLUMN_GAP;
    tallest = Math.max(tallest, column.end - column.start);
  }
  return { width, height: tallest * ROW_PITCH };
}

function place(
  rows: readonly Row[],
  spans: readonly RowSpan[],
  cuts: readonly number[],
): Readonly<Record<string, Point>> {
  const positions: Record<string, Point> = {};
  let x = 0;
  for (const { start, end, left, width } of columnsOf(spans, cuts)) {
    for (const [r, row] of rows.slice(start, end).entries())
      for (const node of row) positions[node.name] = [Math.round((x + node.x - left) / 4) * 4, r * ROW_PITCH];
    x += width + COLUMN_GAP;
  }
  return positions;
}
