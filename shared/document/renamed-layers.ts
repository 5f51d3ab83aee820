import { buildGraph, type Graph, type GraphNode } from './graph.ts';
import type { NetloomDocument } from './schema.ts';

/**
 * The layers of a network that stood under other names in an earlier state of it: of the same type, fed by the same layers or feeding
 * the same ones. Where several could be meant, none is.
 *
 * @param before the earlier state
 * @param after the network
 * @returns from the name now to the name before, of those that differ
 */
export function renamedLayers(before: NetloomDocument, after: NetloomDocument): ReadonlyMap<string, string> {
  const [old, now] = [buildGraph(before), buildGraph(after)];
  const gone = [...old.nodes.values()].filter(({ name }) => !now.nodes.has(name));
  const renamed = new Map<string, string>();
  if (gone.length === 0) return renamed;
  const oldName = (name: string) => renamed.get(name) ?? name;
  const feeds = ({ inputs }: GraphNode, nameOf: (name: string) => string) =>
    JSON.stringify(inputs.map(input => input && [nameOf(input.node), input.port]));
  for (const node of now.nodes.values()) {
    if (old.nodes.has(node.name)) continue;
    const fed = feeds(node, oldName);
    const readers = readersOf(now, node.name);
    const fitting = gone.filter(
      other =>
        other.type === node.type &&
        (feeds(other, name => name) === fed || (readers !== '' && readersOf(old, other.name) === readers)),
    );
    const [only] = fitting;
    if (fitting.length === 1 && only) renamed.set(node.name, only.name);
  }
  const taken = [...renamed.values()];
  return new Map([...renamed].filter(([, name]) => taken.indexOf(name) === taken.lastIndexOf(name)));
}

function readersOf(graph: Graph, name: string): string {
  return [...(graph.consumers.get(name) ?? [])].sort().join(' ');
}
