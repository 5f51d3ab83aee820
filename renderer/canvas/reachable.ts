import type { DocumentEdge } from '../../shared/document/schema.ts';

/**
 * All nodes that feed the given ones, or that they feed, over any number of wires; the given ones among them.
 *
 * @param edges the wires
 * @param start where to begin
 * @param direction `up` against the wires, `down` along them
 */
export function reachable(
  edges: readonly DocumentEdge[],
  start: ReadonlySet<string>,
  direction: 'up' | 'down',
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [here, there] = direction === 'down' ? [from, to] : [to, from];
    next.set(here, [...(next.get(here) ?? []), there]);
  }
  const found = new Set(start);
  const queue = [...start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop())
    for (const other of next.get(name) ?? [])
      if (!found.has(other)) {
        found.add(other);
        queue.push(other);
      }
  return found;
}
