import dagre from '@dagrejs/dagre';
import type { Point } from '../document/schema.ts';
import { foldRows, type Row } from './fold.ts';
import { NODE_HEIGHT, NODE_WIDTH, ROW_PITCH } from './geometry.ts';

/** What is laid out: nodes in the order of the network, and its wires. */
export interface TidyRequest {
  readonly nodes: readonly string[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  /** Width by height of the place. */
  readonly aspect: number;
}

/** Side by side in one row. */
const NODE_GAP = 44;

/**
 * Lays a network out in rows from input to output, folded into columns to fill the place. Takes time on large networks
 * (a layered layout of several hundred nodes: seconds): not for the window's own thread.
 *
 * @returns the top-left corner of each node
 */
export function tidyLayout({ nodes, edges, aspect }: TidyRequest): Readonly<Record<string, Point>> {
  const rows = isChain(nodes, edges) ? nodes.map((name): Row => [{ name, x: 0 }]) : layeredRows(nodes, edges);
  return foldRows(rows, edges, aspect);
}

/** One node after the other, and nothing else. */
function isChain(nodes: readonly string[], edges: TidyRequest['edges']): boolean {
  if (edges.length !== Math.max(0, nodes.length - 1)) return false;
  return edges.every(({ from, to }) => nodes.indexOf(to) === nodes.indexOf(from) + 1);
}

function layeredRows(nodes: readonly string[], edges: TidyRequest['edges']): readonly Row[] {
  const graph = new dagre.graphlib.Graph({ multigraph: false });
  // The tight tree takes half of the time of dagre's network simplex, with the same rows on all templates.
  graph.setGraph({
    rankdir: 'TB',
    nodesep: NODE_GAP,
    ranksep: ROW_PITCH - NODE_HEIGHT,
    ranker: 'tight-tree',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const name of nodes) graph.setNode(name, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { from, to } of edges) if (from !== to) graph.setEdge(from, to);
  dagre.layout(graph);
  const rows = new Map<number, { name: string; x: number }[]>();
  for (const name of nodes) {
    const { x, y } = graph.node(name);
    const key = Math.round(y);
    const row = rows.get(key) ?? [];
    rows.set(key, row);
    row.push({ name, x: x - NODE_WIDTH / 2 });
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}
