import type { LayoutGraph, Link } from './layout-graph.ts';

/**
 * Divides a network into its connected parts.
 *
 * @returns the parts in the order of their first layers, each numbered from 0
 */
export function parts(graph: LayoutGraph): readonly LayoutGraph[] {
  const { names, inputs, outputs } = graph;
  const partOf = new Int32Array(names.length).fill(-1);
  const members: number[][] = [];
  for (const start of names.keys()) {
    if (partOf[start] !== -1) continue;
    const part = members.length;
    const found = [start];
    partOf[start] = part;
    const visit = (node: number) => {
      if (partOf[node] !== -1) return;
      partOf[node] = part;
      found.push(node);
    };
    for (let i = 0; i < found.length; i++) {
      for (const { from } of inputs[found[i] ?? 0] ?? []) visit(from);
      for (const { to } of outputs[found[i] ?? 0] ?? []) visit(to);
    }
    members.push(found.sort((a, b) => a - b));
  }
  return members.length === 1 ? [graph] : members.map(found => partOfGraph(graph, found));
}

function partOfGraph({ names, inputs }: LayoutGraph, members: readonly number[]): LayoutGraph {
  const numbers = new Map(members.map((old, i) => [old, i]));
  const outputs = members.map((): Link[] => []);
  const fed = members.map(old =>
    (inputs[old] ?? []).map(({ from, to, port }): Link => {
      const link = { from: numbers.get(from) ?? 0, to: numbers.get(to) ?? 0, port };
      outputs[link.from]?.push(link);
      return link;
    }),
  );
  return { names: members.map(old => names[old] ?? ''), inputs: fed, outputs };
}
