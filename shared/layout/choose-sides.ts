import type { Point } from '../document/schema.ts';
import { countCrossings } from './crossings.ts';
import { NODE_HEIGHT, NODE_WIDTH, nodeBox, portOffset, ROW_PITCH } from './geometry.ts';
import type { Lane } from './lanes.ts';
import type { LayoutGraph, Link } from './layout-graph.ts';
import { placeLanes } from './place-lanes.ts';
import { avoidCrossings } from './wire-crossings.ts';
import { separateWires } from './wire-separation.ts';
import { Obstacles, routeWire } from './wires.ts';

/** Networks with more wires stay as they are. */
const SMALL = 240;
/** So many wires are led in trials in all: the smaller the network, the more drawings of it are tried. */
const MOST_LED = 36_000;
/** All branches are tried so many times at most. */
const MOST_PASSES = 3;

const otherSide = (lane: Lane) => (lane.side === 1 ? -1 : 1);

/** What is tried with a branch: the other side, the innermost or the outermost place there, and both. */
const MOVES: readonly ((lane: Lane) => Lane)[] = [
  lane => ({ ...lane, side: otherSide(lane) }),
  lane => ({ ...lane, rank: -1 }),
  lane => ({ ...lane, rank: 1 }),
  lane => ({ ...lane, side: otherSide(lane), rank: -1 }),
  lane => ({ ...lane, side: otherSide(lane), rank: 1 }),
];

/**
 * Moves branches beside their parents where that leads to fewer crossings, as counted on the drawing with its wires. For small
 * networks alone, and of them so many drawings at most that the time is bounded.
 *
 * @param graph of one connected network
 * @param lanes as `lanesOf` gives them
 * @param row the row of each layer
 */
export function chooseSides(graph: LayoutGraph, lanes: readonly Lane[], row: Int32Array): readonly Lane[] {
  const links = graph.outputs.flat();
  if (links.length > SMALL) return lanes;
  let trials = Math.floor(MOST_LED / Math.max(1, links.length));
  let best = lanes;
  let fewest = crossingsOf(links, best, row);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = fewest;
    for (let i = lanes.length - 1; i > 0; i--) {
      if (lanes[i]?.nodes.length === 0) continue;
      for (const move of MOVES) {
        if (fewest === 0 || trials <= 0) return best;
        trials -= 1;
        const moved = best.map((lane, j) => (i === j ? move(lane) : lane));
        const found = crossingsOf(links, moved, row);
        if (found >= fewest) continue;
        best = moved;
        fewest = found;
      }
    }
    if (fewest === before) break;
  }
  return best;
}

/** How often wires cross where lanes stand so. */
function crossingsOf(links: readonly Link[], lanes: readonly Lane[], row: Int32Array): number {
  const { middles } = placeLanes(lanes, row);
  const corners: Point[] = [];
  for (const [i, { nodes }] of lanes.entries())
    for (const node of nodes)
      corners[node] = [(middles[i] ?? 0) - NODE_WIDTH / 2, (row[node] ?? 0) * ROW_PITCH];
  const obstacles = new Obstacles(corners.map(nodeBox));
  const inputs = new Map<number, number>();
  for (const { to, port } of links) inputs.set(to, Math.max(inputs.get(to) ?? 1, port + 1));
  const ways = new Map<string, readonly Point[]>();
  for (const [i, { from, to, port }] of links.entries()) {
    const [a, b] = [corners[from] ?? [0, 0], corners[to] ?? [0, 0]];
    const start: Point = [a[0] + NODE_WIDTH / 2, a[1] + NODE_HEIGHT];
    const end: Point = [b[0] + portOffset(port, inputs.get(to) ?? 1), b[1]];
    ways.set(String(i), routeWire(start, end, obstacles));
  }
  const drawn = separateWires(avoidCrossings(ways, obstacles), obstacles);
  return countCrossings(
    links.map(({ from, to }, i) => ({ from: String(from), to: String(to), way: drawn.get(String(i)) ?? [] })),
  );
}
