import type { Point } from '../document/schema.ts';
import { chooseSides } from './choose-sides.ts';
import { foldRows, type RowSpan } from './fold.ts';
import { NODE_WIDTH } from './geometry.ts';
import { lanesOf } from './lanes.ts';
import { layerRows } from './layer-rows.ts';
import { type LayoutEdge, type LayoutGraph, layoutGraph } from './layout-graph.ts';
import { parts } from './parts.ts';
import { BESIDE, placeLanes } from './place-lanes.ts';

/** What is laid out: nodes and wires, each in any order. */
export interface TidyRequest {
  readonly nodes: readonly string[];
  readonly edges: readonly LayoutEdge[];
  /** Width by height of the place. */
  readonly aspect: number;
}

/** A node with the x of its left edge. */
interface Placed {
  readonly name: string;
  readonly x: number;
}

/** A connected part of the network, laid out from x = 0 and row 0. */
interface PlacedPart {
  readonly rows: readonly (readonly Placed[])[];
  readonly spans: readonly RowSpan[];
  readonly width: number;
}

/**
 * Lays a network out in rows from input to output, folded into columns to fill the place: the longest way straight down, branches and
 * long wires in lanes beside it. Takes time and memory in proportion to nodes and wires.
 *
 * @returns the top-left corner of each node; the same whatever order nodes and edges came in
 */
export function tidyLayout({ nodes, edges, aspect }: TidyRequest): Readonly<Record<string, Point>> {
  const graph = layoutGraph(nodes, edges);
  const placed = parts(graph).map(layPart);
  placed.sort((a, b) => b.rows.length - a.rows.length);
  const { rows, spans } = besideEachOther(placed, Math.ceil(Math.sqrt(nodes.length)));
  const found = foldRows(rows, edges, aspect, spans);
  return Object.fromEntries(nodes.map(name => [name, found[name] ?? [0, 0]]));
}

function layPart(graph: LayoutGraph): PlacedPart {
  const { row, height } = layerRows(graph);
  const lanes = chooseSides(graph, lanesOf(graph, { row, height }), row);
  const { middles, outline } = placeLanes(lanes, row);
  // What lies outermost needs no free space: between columns and parts there is some anyway.
  const reached = outline.left.map((start, i) => {
    const end = outline.right[i] ?? start;
    const inset = Math.min(BESIDE, (end - start) / 2);
    return { left: start + inset, right: end - inset };
  });
  const left = reached.reduce((least, span) => Math.min(least, span.left), 0);
  const right = reached.reduce((most, span) => Math.max(most, span.right), 0);
  const spans = reached.map(span => ({ left: span.left - left, right: span.right - left }));
  const rows = spans.map((): Placed[] => []);
  for (const [i, { nodes }] of lanes.entries())
    for (const node of nodes)
      rows[(row[node] ?? 0) - outline.top]?.push({
        name: graph.names[node] ?? '',
        x: (middles[i] ?? 0) - NODE_WIDTH / 2 - left,
      });
  return { rows, spans, width: right - left };
}

/** Parts of a network side by side, small ones below each other. */
function besideEachOther(
  placed: readonly PlacedPart[],
  atLeast: number,
): { readonly rows: readonly (readonly Placed[])[]; readonly spans: readonly RowSpan[] } {
  const tallest = Math.max(atLeast, placed[0]?.rows.length ?? 0);
  const rows: Placed[][] = [];
  const spans: RowSpan[] = [];
  let [x, y, width] = [0, 0, 0];
  for (const part of placed) {
    if (y > 0 && y + part.rows.length > tallest) [x, y, width] = [x + width + 2 * BESIDE, 0, 0];
    for (const [r, row] of part.rows.entries()) {
      const own = part.spans[r] ?? { left: 0, right: 0 };
      const before = spans[y + r];
      spans[y + r] = { left: before?.left ?? x + own.left, right: x + own.right };
      const all = rows[y + r] ?? [];
      rows[y + r] = all;
      for (const node of row) all.push({ name: node.name, x: x + node.x });
    }
    y += part.rows.length;
    width = Math.max(width, part.width);
  }
  return { rows, spans };
}
