/** A wire between two layers by name; the ports decide on which side of the target it arrives. */
export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
}

/** A wire between two layers by number, as seen from either end. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly port: number;
}

/** A network by numbers: sources before targets, free of loops, the same whatever order it was written in. */
export interface LayoutGraph {
  /** Names by number; the numbers are an order in which every wire leads from a lower to a higher one. */
  readonly names: readonly string[];
  /** What feeds each layer, by port. */
  readonly inputs: readonly (readonly Link[])[];
  /** What each layer feeds, by number of the target. */
  readonly outputs: readonly (readonly Link[])[];
}

/**
 * Numbers the layers of a network. A wire that would close a loop, or that names a layer that is not there, is left out.
 *
 * @param nodes names, in any order
 * @param edges wires, in any order
 */
export function layoutGraph(nodes: readonly string[], edges: readonly LayoutEdge[]): LayoutGraph {
  const sorted = [...new Set(nodes)].sort();
  const place = new Map(sorted.map((name, i) => [name, i]));
  const feeds = sorted.map((): Link[] => []);
  const isFeeding = new Uint8Array(sorted.length);
  for (const { from, to, toPort = 0 } of edges) {
    const [a, b] = [place.get(from), place.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    feeds[b]?.push({ from: a, to: b, port: toPort });
    isFeeding[a] = 1;
  }
  for (const list of feeds) list.sort((a, b) => a.port - b.port || a.from - b.from);
  const ends = sorted.keys();
  const roots = [...ends].sort((a, b) => (isFeeding[a] ?? 0) - (isFeeding[b] ?? 0) || a - b);
  return renumber(sorted, feeds, sourcesFirst(feeds, roots));
}

/** An order with the sources of each layer before it, found by walking up from the ends, port after port. */
function sourcesFirst(feeds: readonly (readonly Link[])[], roots: readonly number[]): readonly number[] {
  const order: number[] = [];
  const isSeen = new Uint8Array(feeds.length);
  const stack: number[] = [];
  const next = new Int32Array(feeds.length);
  for (const root of roots) {
    if (isSeen[root]) continue;
    stack.push(root);
    isSeen[root] = 1;
    for (let at = stack[stack.length - 1]; at !== undefined; at = stack[stack.length - 1]) {
      const link = feeds[at]?.[next[at] ?? 0];
      next[at] = (next[at] ?? 0) + 1;
      if (!link) {
        order.push(at);
        stack.pop();
      } else if (!isSeen[link.from]) {
        isSeen[link.from] = 1;
        stack.push(link.from);
      }
    }
  }
  return order;
}

function renumber(
  sorted: readonly string[],
  feeds: readonly (readonly Link[])[],
  order: readonly number[],
): LayoutGraph {
  const numbers = new Int32Array(order.length);
  for (const [number, old] of order.entries()) numbers[old] = number;
  const names: string[] = [];
  const inputs: Link[][] = [];
  const outputs = order.map((): Link[] => []);
  for (const [to, old] of order.entries()) {
    names.push(sorted[old] ?? '');
    const list: Link[] = [];
    for (const link of feeds[old] ?? []) {
      const from = numbers[link.from] ?? 0;
      // It would close a loop.
      if (from >= to) continue;
      const kept = { from, to, port: link.port };
      list.push(kept);
      outputs[from]?.push(kept);
    }
    inputs.push(list);
  }
  return { names, inputs, outputs };
}
